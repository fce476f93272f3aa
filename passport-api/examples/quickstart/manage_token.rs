//! A token's life: generated, looked up, listed, revoked.

use passport_api::breb::model::TokenInfo;
use passport_api::breb::{self, CATALOG};
use passport_api::{Error, Page};

use crate::narrate::{Narrator, chapter};

breb::scope_set! {
    /// Scopes of a program that looks after tokens.
    pub(crate) struct TokenCare =
        "iam.oauth.tokens.get", "iam.oauth.tokens.list.get", "iam.oauth.tokens.delete";
}

pub(crate) async fn run(client: &breb::Client, narrator: &mut Narrator) -> Result<(), Error> {
    chapter("An access token", client.base_url());
    let token = narrator.token(client.token::<TokenCare>()).await?;
    println!("      its id is {}", token.id()?);
    println!("      its roles are {}", token.roles()?.join(", "));

    let call = client.tokens().get(&token, token.id()?).send();
    let shown = |info: &TokenInfo| format!("token {}", info.token_id);
    narrator.call(&CATALOG, "tokens.get", call, shown).await?;

    let call = client.tokens().list(&token).send();
    let shown = |page: &Page<TokenInfo>| format!("{} token(s)", page.items.len());
    narrator.call(&CATALOG, "tokens.list", call, shown).await?;

    // `client.tokens().delete(&token, id)` revokes any token by its id; this is the one in use.
    let work = token.revoke();
    narrator
        .work(&CATALOG, "tokens.delete", "token.revoke()", work)
        .await?;
    Ok(())
}
