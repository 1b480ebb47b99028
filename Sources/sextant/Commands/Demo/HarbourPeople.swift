/// Who Harbour Coffee deals with. All of them, and their addresses, are made up.
enum HarbourPeople {
    struct Business {
        let name: String
        let domain: String
        let city: String
        let postalCode: String
        let address: String
        let phone: String
    }

    static let businesses: [Business] = [
        .init(name: "Aare Architects", domain: "aare-architects.test", city: "Bern", postalCode: "3011", address: "Kramgasse 12", phone: "+41 31 555 01 12"),
        .init(name: "Bellevue Bakery", domain: "bellevue-bakery.test", city: "Zürich", postalCode: "8001", address: "Torgasse 4", phone: "+41 44 555 01 40"),
        .init(name: "Chestnut Bikes", domain: "chestnut.test", city: "Winterthur", postalCode: "8400", address: "Marktgasse 31", phone: "+41 52 555 01 31"),
        .init(name: "Delta Diagnostics", domain: "delta-diagnostics.test", city: "Basel", postalCode: "4051", address: "Spalenberg 8", phone: "+41 61 555 01 08"),
        .init(name: "Edelweiss Hotel", domain: "edelweiss-hotel.test", city: "Luzern", postalCode: "6004", address: "Haldenstrasse 20", phone: "+41 41 555 01 20"),
        .init(name: "Fjord Film", domain: "fjord.test", city: "Zürich", postalCode: "8005", address: "Josefstrasse 92", phone: "+41 44 555 01 92"),
        .init(name: "Glattal Garage", domain: "glattal.test", city: "Dübendorf", postalCode: "8600", address: "Usterstrasse 17", phone: "+41 44 555 01 17"),
        .init(name: "Helvetic Law", domain: "helvetic-law.test", city: "Genève", postalCode: "1204", address: "Rue du Rhône 61", phone: "+41 22 555 01 61"),
        .init(name: "Iris Opticians", domain: "iris.test", city: "St. Gallen", postalCode: "9000", address: "Multergasse 5", phone: "+41 71 555 01 05"),
        .init(name: "Juniper Studio", domain: "juniper.test", city: "Zürich", postalCode: "8003", address: "Zentralstrasse 44", phone: "+41 44 555 01 44"),
        .init(name: "Kranich Books", domain: "kranich.test", city: "Zug", postalCode: "6300", address: "Kolinplatz 3", phone: "+41 41 555 01 03"),
        .init(name: "Lakeside Clinic", domain: "lakeside.test", city: "Lausanne", postalCode: "1003", address: "Rue de Bourg 27", phone: "+41 21 555 01 27"),
    ]

    static let firstNames = [
        "Alma", "Beat", "Carla", "David", "Elin", "Fabio", "Greta", "Hannes", "Ines", "Jonas", "Karin", "Luca", "Maja", "Nico", "Olivia",
        "Pascal", "Ruth", "Simon", "Tina", "Urs",
    ]
    static let lastNames = ["Ammann", "Brunner", "Caduff", "Dubois", "Egli", "Frey", "Gerber", "Hofer", "Imhof", "Jäggi", "Kunz", "Lüthi", "Meier"]
    static let jobs = ["Office manager", "Owner", "Head of operations", "Buyer", "Assistant", "Partner"]
    static let sources = ["Search", "Search", "Search", "Newsletter", "Referral", "Referral", "Social", "Direct"]
    static let offers: [(name: String, francs: Int64)] = [
        ("Coffee corner for twelve", 4_800), ("Office beans, a year", 6_240), ("Barista course", 980), ("Espresso machine, hired", 3_600),
        ("Filter bar for the lobby", 7_450), ("Tasting for the team", 640), ("Beans for the summer party", 1_150), ("Grinder service", 420),
    ]
    static let notes = [
        "Wants a lighter roast for the afternoon.", "Happy with the last delivery; asks for oat milk too.", "Will decide after the holidays.",
        "Two offers are on the table; ours is the fresher one.", "Their machine drips. Sent the service plan.",
    ]
}
