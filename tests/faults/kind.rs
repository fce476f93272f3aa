//! The kinds of endpoints, each with the call that stands for it.

use passport_api::breb::Client;
use passport_api::breb::model::{CreateAchPayment, CreatePayment, Money, UpdateCustomer};
use passport_api::breb::sets::EntityClientCredentials;
use passport_api::{Error, ScopedToken};

use crate::lane::Target;

pub(crate) type Token = ScopedToken<EntityClientCredentials>;

/// A kind of endpoint.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Get,
    List,
    /// A POST that pays each time it is processed.
    Post,
    /// A POST that pays once for its resolution, however often it is processed.
    KeyedPost,
    Patch,
    Delete,
    /// The token endpoint itself, asked by `client.token()`.
    Token,
}

impl Kind {
    /// Those that a call can be made to.
    pub(crate) const CALLS: [Self; 6] = [
        Self::Get,
        Self::List,
        Self::Post,
        Self::KeyedPost,
        Self::Patch,
        Self::Delete,
    ];

    /// The endpoint that stands for the kind.
    pub(crate) fn endpoint(self) -> &'static str {
        match self {
            Self::Get => "accounts.get",
            Self::List => "accounts.list",
            Self::Post => "payments.create_ach",
            Self::KeyedPost => "payments.create",
            Self::Patch => "customers.update",
            Self::Delete => "recipients.delete",
            Self::Token => "token",
        }
    }

    /// The scopes that the vendor's pages name for it.
    pub(crate) fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Get => &["paas.core.accounts.get"],
            Self::List => &["paas.core.accounts.list.get"],
            Self::KeyedPost => &["paas.core.breb_payments.post"],
            Self::Patch => &["paas.core.entity_customers.patch"],
            Self::Post | Self::Delete | Self::Token => &[],
        }
    }

    /// How the table's head calls it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::List => "list",
            Self::Post => "POST",
            Self::KeyedPost => "POST with resolution",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Token => "`token()`",
        }
    }

    /// Whether it pays.
    pub(crate) fn pays(self) -> bool {
        matches!(self, Self::Post | Self::KeyedPost)
    }

    /// Whether it changes anything.
    pub(crate) fn changes(self) -> bool {
        !matches!(self, Self::Get | Self::List | Self::Token)
    }

    /// Makes the call.
    pub(crate) async fn call(
        self,
        client: &Client,
        token: &Token,
        target: &Target,
    ) -> Result<(), Error> {
        let Target {
            account,
            customer,
            payee,
            resolution,
            ..
        } = target;
        let sum = || Money::cop(1);
        match self {
            Self::Get => client.accounts().get(token, account).await.map(drop),
            Self::List => {
                let call = client.accounts().list(token);
                call.account_number(&target.number).await.map(drop)
            }
            Self::Post => {
                let body = CreateAchPayment::new(account, payee, sum());
                let body = body.with_description(&*target.name);
                client.payments().create_ach(token, &body).await.map(drop)
            }
            Self::KeyedPost => {
                let body = CreatePayment::new(account, resolution, sum());
                let body = body.with_display_name(&*target.name);
                client.payments().create(token, &body).await.map(drop)
            }
            Self::Patch => {
                let body = UpdateCustomer::new().with_business_name(&*target.name);
                let call = client.customers().update(token, customer, &body);
                call.await.map(drop)
            }
            Self::Delete => client.recipients().delete(token, payee).await,
            Self::Token => client.token::<EntityClientCredentials>().await.map(drop),
        }
    }
}
