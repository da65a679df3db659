// What the sample's shop sells, to whom and whereto: a table of names, prices and places.

/// The fixed data that the sample's orders are made of.
enum SampleCatalogue {
    /// A product and its price in toman.
    struct Product {
        let identifier: Int
        let title: String
        let price: Int
    }

    /// A country, a state and a city, as the billing address names them.
    struct Place {
        let country: (identifier: Int, name: String, code: String)
        let state: (identifier: Int, name: String, code: String)
        let city: (identifier: Int, name: String)
        let weight: Int
    }

    static let products: [Product] = [
        Product(identifier: 11, title: "کتاب «بوف کور»", price: 185_000),
        Product(identifier: 12, title: "کتاب «سووشون»", price: 240_000),
        Product(identifier: 13, title: "Kürk Mantolu Madonna", price: 210_000),
        Product(identifier: 14, title: "شاهنامه (دورهٔ هشت‌جلدی)", price: 6_800_000),
        Product(identifier: 21, title: "Keyboard K380", price: 4_900_000),
        Product(identifier: 22, title: "Keyboard, mechanical", price: 8_750_000),
        Product(identifier: 23, title: "ماوس بی‌سیم M185", price: 1_150_000),
        Product(identifier: 24, title: "USB-C cable 1m", price: 220_000),
        Product(identifier: 25, title: "مانیتور ۲۷ اینچ", price: 21_500_000),
        Product(identifier: 31, title: "İnce belli bardak (6'lı)", price: 390_000),
        Product(identifier: 32, title: "Çay bardağı", price: 75_000),
        Product(identifier: 33, title: "قوری چینی", price: 640_000),
        Product(identifier: 34, title: "چای لاهیجان، ۵۰۰ گرم", price: 310_000),
        Product(identifier: 35, title: "Türk kahvesi 250 g", price: 280_000),
        Product(identifier: 41, title: "گلیم دست‌بافت", price: 12_400_000),
        Product(identifier: 42, title: "Desk lamp", price: 1_980_000),
        Product(identifier: 43, title: "دفتر یادداشت", price: 95_000),
        Product(identifier: 99, title: "Sticker", price: 0),
    ]

    static let names: [(first: String, last: String, latin: String)] = [
        ("مریم", "کاظمی", "maryam.kazemi"), ("علی", "رضایی", "ali.rezaei"),
        ("سید\u{200C}علی", "می\u{200C}رزاده", "seyedali"),
        ("پدرام", "زمانی", "pedram.z"), ("نرگس", "حسینی", "narges"), ("بهروز", "قربانی", "behrooz"),
        ("لیلا", "احمدی\u{200C}نیا", "leila_ahmadi"), ("آرش", "موسوی", "arash.m"), ("فاطمه", "کریمی", "f.karimi"),
        ("İbrahim", "Işık", "ibrahim.isik"), ("Şule", "Çağlar", "sule"), ("Ilgaz", "Yıldız", "ilgaz"),
        ("Ayşe", "Öztürk", "ayse.ozturk"), ("Mehmet", "Gündoğdu", "mehmet"), ("Zeynep", "İnce", "zeynep.ince"),
        ("Anna", "Schmidt", "anna.schmidt"), ("John", "O'Neil", "john.oneil"), ("Zoë", "Garçon", "zoe"),
    ]

    static let places: [Place] = [
        Place(country: iran, state: (2, "تهران", "TEH"), city: (2, "تهران"), weight: 38),
        Place(country: iran, state: (2, "تهران", "TEH"), city: (3, "شهر ری"), weight: 7),
        Place(country: iran, state: (3, "فارس", "FA"), city: (4, "شیراز"), weight: 12),
        Place(country: iran, state: (1, "آذربایجان شرقی", "EA"), city: (1, "تبریز"), weight: 10),
        Place(country: iran, state: (4, "اصفهان", "ES"), city: (5, "اصفهان"), weight: 9),
        Place(country: turkey, state: (5, "İstanbul", "34"), city: (6, "Kadıköy"), weight: 12),
        Place(country: turkey, state: (6, "Iğdır", "76"), city: (7, "Iğdır"), weight: 3),
        Place(country: turkey, state: (7, "Afyonkarahisar", "03"), city: (8, "Dinar"), weight: 3),
        Place(country: (3, "Deutschland", "DE"), state: (8, "Bayern", "BY"), city: (9, "München"), weight: 6),
    ]

    static let weightedPlaces: [(Place, weight: Int)] = places.map { ($0, $0.weight) }

    private static let iran = (identifier: 1, name: "ایران", code: "IR")
    private static let turkey = (identifier: 2, name: "Türkiye", code: "TR")

    static let paymentMethods: [((identifier: Int, name: String), weight: Int)] = [
        ((1, "پرداخت در محل"), 18), ((2, "زرین‌پال"), 45), ((3, "Kredi kartı"), 22), ((4, "Wire transfer"), 5),
    ]

    /// Ways of shipping; the cost is in hundredths of a toman.
    static let shippingMethods: [((identifier: Int, name: String, cost: Int), weight: Int)] = [
        ((1, "پیک موتوری", 7_500_000), 30), ((2, "پست پیشتاز", 4_500_000), 34), ((3, "Kargo", 2_500_050), 20),
        ((4, "Pick-up at the shop", 0), 10),
    ]

    static let streets = [
        "خیابان ولیعصر، پلاک ۱۲", "خیابان آزادی، کوچهٔ نسترن، پلاک ۷", "بلوار کشاورز، واحد ۳", "Atatürk Cad. No: 7",
        "Moda Cad. 118/4", "Hauptstraße 1", "5411 Stokes Grove",
    ]

    static let orderNotes = [
        "لطفاً قبل از تماس هماهنگ شود", "تحویل به نگهبانی", "بسته‌بندی هدیه", "gift wrap, please", "call after 5 pm",
        "Zile basmayın", "hediye paketi 🎁", "VIP", "leave it with the neighbour, \"Zeynep\"", "line one\nline two",
    ]

    /// Statuses of an order that has had time to come to its end, and of one that has not.
    static let settledStatuses: [(OrderStatus, weight: Int)] = [
        (.completed, 66), (.cancelled, 10), (.refunded, 6), (.failed, 8), (.shipped, 4), (.new, 2), (.hold, 1),
        (.processing, 1), (.deleted, 2),
    ]
    static let openStatuses: [(OrderStatus, weight: Int)] = [
        (.new, 26), (.processing, 24), (.shipped, 22), (.hold, 7), (.completed, 12), (.failed, 5), (.cancelled, 4),
    ]
}
