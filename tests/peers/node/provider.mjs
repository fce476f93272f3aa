// An OAuth2 server that is not ours, with a resource behind it that its tokens protect.
//
// The first line of the standard input is JSON: `certificate` and `key` in PEM, `clients` with their
// `client_id`, `client_secret`, the `scope` that they may ask for, and the scopes that the resource
// `grants` them. The first line of the output is the port. The program ends with its input.

import { createServer } from 'node:https';
import { createInterface } from 'node:readline';

// The provider wants this of Node 22; with it, it works with that of Debian 12 as well.
URL.parse ??= (text, base) => (URL.canParse(text, base) ? new URL(text, base) : null);
const { default: Provider, errors } = await import('oidc-provider');

const SCOPES = ['orders:read', 'orders:write'];
const RESOURCE = 'urn:example:orders';
const LIFETIME = 600;

// The machine's time, and how far a test has moved it on.
const machine = Date.now;
let ahead = 0;
Date.now = () => machine() + ahead;

// What has arrived, for tests to look at; secrets by their names only.
const seen = [];

const lines = createInterface({ input: process.stdin });
lines.on('close', () => process.exit());
lines.once('line', (line) => start(JSON.parse(line)));

function start({ certificate, key, clients }) {
  const server = createServer({ cert: certificate, key });
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    const provider = new Provider(`https://localhost:${port}`, settings(clients));
    provider.use(note);
    provider.use((ctx, next) => resource(ctx, next, provider));
    server.on('request', provider.callback());
    console.log(port);
  });
}

function settings(clients) {
  const grants = new Map(clients.map((client) => [client.client_id, client.grants]));
  return {
    clients: clients.map(({ grants: _, ...client }) => ({
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      ...client,
    })),
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    scopes: SCOPES,
    ttl: { ClientCredentials: LIFETIME },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo(_ctx, indicator, client) {
          if (indicator !== RESOURCE) {
            throw new errors.InvalidTarget();
          }
          return {
            scope: grants.get(client.clientId),
            accessTokenFormat: 'opaque',
            accessTokenTTL: LIFETIME,
          };
        },
      },
    },
  };
}

// Keeps what a request is, after it is answered: by then the server has read its body.
async function note(ctx, next) {
  try {
    await next();
  } finally {
    if (!ctx.path.startsWith('/test/')) {
      const { client_secret: secret, token: _, ...fields } = ctx.oidc?.body ?? {};
      seen.push({
        call: `${ctx.method} ${ctx.path}`,
        status: ctx.status,
        media_type: ctx.get('content-type'),
        authorization: ctx.get('authorization').split(' ')[0],
        has_secret_in_body: secret !== undefined,
        fields,
      });
    }
  }
}

async function resource(ctx, next, provider) {
  const needs = { 'GET /orders': 'orders:read', 'POST /orders': 'orders:write' };
  const call = `${ctx.method} ${ctx.path}`;
  if (needs[call]) {
    await guarded(ctx, provider, needs[call]);
  } else if (call === 'GET /test/seen') {
    ctx.body = seen;
  } else if (call === 'POST /test/clock') {
    ahead += Number(ctx.query.seconds) * 1000;
    ctx.status = 204;
  } else {
    await next();
  }
}

// Answers whoever brings a token that the server knows, with this scope (RFC 6750).
async function guarded(ctx, provider, scope) {
  const [scheme, value] = ctx.get('authorization').split(' ');
  const token = scheme === 'Bearer' && (await provider.ClientCredentials.find(value));
  if (!token || !token.isValid || token.aud !== RESOURCE) {
    refuse(ctx, 401, 'invalid_token', '');
  } else if (!token.scopes.has(scope)) {
    refuse(ctx, 403, 'insufficient_scope', `, scope="${scope}"`);
  } else {
    ctx.body = { client: token.clientId, scope: token.scope };
  }
}

function refuse(ctx, status, error, more) {
  ctx.status = status;
  ctx.set('WWW-Authenticate', `Bearer error="${error}"${more}`);
  ctx.body = { error };
}
