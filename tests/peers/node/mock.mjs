// Prism as a mock server that validates requests by a document: the first argument is its path, the
// others are options of `prism mock`. It ends with its input.

process.stdin.on('end', () => process.exit());
process.stdin.resume();

const options = ['--host', '127.0.0.1', '--port', '0', '--cors=false', '--errors'];
process.argv.splice(2, 0, 'mock', ...options);
await import('@stoplight/prism-cli/dist/index.js');
