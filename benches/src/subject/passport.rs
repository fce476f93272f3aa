//! The client that `api!` generates, with its settings as they come.

use passport_api::{HttpOptions, ScopedToken};

use crate::Outcome;
use crate::server::Address;
use crate::subject::model::NewItem;
use crate::subject::stock::{self, Keeper};
use crate::subject::{Over, Subject};

/// The subject of all this.
#[derive(Clone, Debug)]
pub struct Passport {
    client: stock::Client,
    token: ScopedToken<Keeper>,
    new: NewItem,
}

impl Subject for Passport {
    async fn new(server: &Address, over: Over) -> Outcome<Self> {
        let url = server.url(over);
        let mut builder = stock::Client::builder()
            .token_url(format!("{url}/oauth/token"))
            .base_url(url)
            .credentials("shop", "secret")
            .configure_http(HttpOptions::no_proxy);
        builder = match over {
            Over::Http => builder.allow_http_on_loopback(),
            Over::Tls => builder.root_certificate(&*server.certificate),
        };
        let client = builder.build()?;
        let token = client.token::<Keeper>().await?;
        let new = stock::new_item(1);
        Ok(Self { client, token, new })
    }

    async fn get(&self, id: &str) -> Outcome<usize> {
        let item = self.client.items().get_item(&self.token, id).await?;
        Ok(usize::from(item.id == id))
    }

    async fn list(&self) -> Outcome<usize> {
        let list = self.client.items().list_items(&self.token).await?;
        Ok(list.items.len())
    }

    async fn post(&self) -> Outcome<usize> {
        let items = self.client.items();
        let item = items.create_item(&self.token, &self.new).await?;
        Ok(usize::from(item.title == self.new.title))
    }
}
