//! Every call of the older Bre-B node.

use passport_api::visionamos::Client;
use passport_api::visionamos::model::{
    CreateCustomer, CreateKey, CreatePayment, CreateQrCode, CreateRecipient, KeyReference,
    KeyStatus, KeyType, LinkAccount, Money, PaymentDirection, PaymentStatus, QrChannel, QrCodeType,
    QrInfo, TransactionPurpose,
};
use passport_api::visionamos::sets::EntityClientCredentials;

use crate::support::World;

#[tokio::test]
async fn the_whole_of_it() {
    let world = World::start().await;
    let client: Client = world.client();
    let token = client.token::<EntityClientCredentials>().await.unwrap();

    let body = CreateCustomer::new("Tienda", "a@b.test", "573000000001", "900000001");
    let customer = client.customers().create(&token, &body).await.unwrap();
    assert_eq!(
        client
            .customers()
            .get(&token, &customer.id)
            .await
            .unwrap()
            .id,
        customer.id
    );

    let body = LinkAccount::new(&customer.id, "880000001");
    let account = client.accounts().link(&token, &body).await.unwrap();
    assert_eq!(
        client.accounts().get(&token, &account.id).await.unwrap().id,
        account.id
    );
    let page = client.accounts().list(&token).page_size(3).await.unwrap();
    assert_eq!(
        (page.items.len(), page.total_items),
        (1, None),
        "no totals on this page"
    );

    let body = CreateKey::new(&account.id, KeyType::Phone, "3000000009");
    let key = client.keys().create(&token, &body).await.unwrap();
    let reference = KeyReference::new(&key.id);
    let state = client.keys().suspend(&token, &reference).await.unwrap();
    assert_eq!(state.key_status.as_deref(), Some(&KeyStatus::Suspended));
    let state = client.keys().activate(&token, &reference).await.unwrap();
    assert_eq!(state.key_status.as_deref(), Some(&KeyStatus::Active));

    let body = CreateRecipient::new(&customer.id, KeyType::Email, "alguien@ejemplo.test");
    let recipient = client.recipients().create(&token, &body).await.unwrap();
    let seen = client
        .recipients()
        .get(&token, &recipient.id)
        .await
        .unwrap();
    assert_eq!(seen.key_value, recipient.key_value);

    let body = CreatePayment::new(&account.id, &recipient.id, Money::cop(1_000))
        .with_reference("Factura 12");
    let created = client.payments().create(&token, &body).await.unwrap();
    assert!(created.breb_resolved_key.is_some());
    let payment = created.payment.unwrap();
    assert_eq!(payment.status, Some(PaymentStatus::Pending));
    client.payments().get(&token, &payment.id).await.unwrap();
    let settled = client.payments().get(&token, &payment.id).await.unwrap();
    assert_eq!(settled.status, Some(PaymentStatus::Settled));
    assert_eq!(
        settled.direction.as_deref(),
        Some(&PaymentDirection::Outbound)
    );

    let info = QrInfo::new(TransactionPurpose::Purchase);
    let body = CreateQrCode::new(
        &key.id,
        &customer.id,
        QrCodeType::Static,
        QrChannel::Pos,
        info,
    );
    let code = client.qr_codes().create(&token, &body).await.unwrap();
    assert!(code.qr_code_data.is_some());

    // The server answers 200 without a body to these two, and wants the id in the body as well.
    client.keys().cancel(&token, &key.id).await.unwrap();
    assert!(
        client
            .keys()
            .cancel(&token, &key.id)
            .await
            .unwrap_err()
            .is_not_found()
    );
    let page = client.tokens().list(&token).await.unwrap();
    let id = &page.items[0].token_id;
    assert_eq!(client.tokens().get(&token, id).await.unwrap().token_id, *id);
    client.tokens().delete(&token, id).await.unwrap();
}
