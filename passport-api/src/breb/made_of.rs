//! What became of a payment whose answer never came.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use crate::breb::model::{CreatePayment, OrderDirection, Payment, PaymentDirection};
use crate::breb::{access, resources};
use crate::error::Kind;
use crate::token::ScopedToken;
use crate::{Error, Items};

impl<'c> resources::Payments<'c> {
    /// Looks up what became of a payment whose outcome is unknown
    /// ([`Error::is_outcome_unknown`]): the payment that was made of its resolution, if there is one.
    ///
    /// It reads the account's payments, newest first, until it finds it. `None` means that there is
    /// none *so far*: a request that is still on its way may yet make it. Sending the same
    /// `CreatePayment` once more is safe as long as the resolution lives (30 minutes), because at
    /// most one payment is made of it; another resolution for the same debt is not, before this has
    /// said `None` and the first has expired.
    ///
    /// # Errors
    ///
    /// Whatever keeps the list from being read to its end; and [`Error::is_decode`] if the list does
    /// not prove that there is no such payment, because it does not say how many payments there are
    /// (a 404 does not either), or not of each which resolution it was made of.
    ///
    /// ```
    /// use passport_api::breb::{self, model::{CreatePayment, Payment}};
    /// use passport_api::{Error, ScopedToken};
    ///
    /// breb::scope_set! {
    ///     pub struct Payouts = "paas.core.breb_payments.post", "paas.core.breb_payments.list.get";
    /// }
    ///
    /// async fn pay(
    ///     client: &breb::Client,
    ///     token: &ScopedToken<Payouts>,
    ///     payment: &CreatePayment,
    /// ) -> Result<Option<Payment>, Error> {
    ///     match client.payments().create(token, payment).await {
    ///         Err(error) if error.is_outcome_unknown() => {
    ///             client.payments().made_of(token, payment).await
    ///         }
    ///         answered => answered.map(Some),
    ///     }
    /// }
    /// ```
    pub fn made_of<S>(&self, token: &'c ScopedToken<S>, payment: &CreatePayment) -> MadeOf<'c>
    where
        S: access::payments::List,
    {
        let list = self
            .list(token)
            .account_id(&payment.account_id)
            .direction(PaymentDirection::Outbound)
            .order_key("created_at")
            .order_direction(OrderDirection::Descending);
        MadeOf {
            payments: list.stream(),
            resolution: payment.resolution_id.to_string(),
        }
    }
}

/// The search for a payment by its resolution; `.await` makes it.
#[must_use = "a request does nothing until it is awaited"]
pub struct MadeOf<'c> {
    payments: Items<'c, Payment>,
    resolution: String,
}

impl fmt::Debug for MadeOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MadeOf")
            .field("resolution", &self.resolution)
            .finish_non_exhaustive()
    }
}

impl<'c> IntoFuture for MadeOf<'c> {
    type Output = Result<Option<Payment>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.search())
    }
}

impl MadeOf<'_> {
    async fn search(mut self) -> Result<Option<Payment>, Error> {
        let (mut seen, mut unsaid) = (0_u64, 0_u64);
        while let Some(payment) = self.payments.next().await.transpose()? {
            seen += 1;
            match &payment.resolution_id {
                Some(id) if id.as_str() == self.resolution => return Ok(Some(payment)),
                Some(_) => {}
                // A payment to a stored payee was made of none.
                None if payment.recipient_id.is_some() => {}
                None => unsaid += 1,
            }
        }
        // That there is none is said only by a list that is whole and that names all it should.
        let total = self.payments.total_items();
        if total == Some(seen) && unsaid == 0 {
            return Ok(None);
        }
        let source = format!(
            "the list of payments does not prove that there is none: {seen} seen of {}, {unsaid} \
             without a resolution",
            total.map_or_else(|| "an unknown number".to_owned(), |total| total.to_string()),
        );
        let error = Error::new(Kind::Decode(None)).with_source(source);
        Err(error.in_call("payments.made_of"))
    }
}
