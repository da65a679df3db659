/// The one order of the other platform that a shop's server has, with the oddities of that platform's documents.
package enum PlatformOrderText {
    package static let number = "bf7b66149236455"

    /// Amounts as text, ids as numbers, null where the table says text.
    static let json = """
        {"id":81,"number":"\(number)","channel":4,"status":"400","date_placed":"2025-11-30T10:16:08.771123Z",\
        "customer":{"id":7,"email":"ada@example.com","first_name":"Ada","last_name":"Şahin","phone_number":null},\
        "shipping_address":{"line":"Moda Cad. 118/4","city":{"pk":34,"name":"İstanbul"},"postcode":null},\
        "billing_address":null,"currency":{"value":"try","label":"TL"},"amount":"16.40","shipping_amount":"8.50",\
        "discount_amount":"0.00","extra_field":{},"orderitem_set":[{"id":901,"price":"7.90","product_sku":"S-1",\
        "product":{"pk":55,"name":"Çay bardağı"},"status":"400","tracking_number":null}]}
        """
}
