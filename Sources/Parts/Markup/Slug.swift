/// A part of an address made of a title: `Grüße aus Zürich!` becomes `gruesse-aus-zuerich`.
///
/// Latin letters lose their diacritics (ä, ö, ü become ae, oe, ue; ß becomes ss), everything else
/// than ASCII letters and digits becomes one hyphen. Empty when nothing is left, for example
/// of a Chinese title; the caller then chooses a name. Never longer than `limit` bytes, cut at a hyphen
/// where one is in the second half.
public func slug(_ title: some StringProtocol, limit: Int = 80) -> String {
    var output: [UInt8] = []
    var needsHyphen = false
    for scalar in title.unicodeScalars {
        if output.count > limit { break }
        if (0x300...0x36F).contains(scalar.value) {
            // A decomposed umlaut: the letter is already written.
            if scalar.value == 0x308, let last = output.last, "aou".utf8.contains(last) { output.append(0x65) }
            continue
        }
        let letters = latin(scalar)
        if letters.isEmpty {
            // An apostrophe joins: "it's" is "its".
            if scalar != "'" && scalar != "\u{2019}" { needsHyphen = true }
            continue
        }
        if needsHyphen, !output.isEmpty { output.append(UInt8(ascii: "-")) }
        needsHyphen = false
        output.append(contentsOf: letters.utf8)
    }
    return String(decoding: cut(output, to: max(limit, 0)), as: UTF8.self)
}

private func cut(_ slug: [UInt8], to limit: Int) -> ArraySlice<UInt8> {
    guard slug.count > limit else { return slug[...] }
    let head = slug.prefix(limit)
    if let hyphen = head.lastIndex(of: UInt8(ascii: "-")), hyphen >= limit / 2 { return head[..<hyphen] }
    return head
}

private func latin(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x30...0x39, 0x61...0x7A: String(scalar)
    case 0x41...0x5A: String(Unicode.Scalar(UInt8(scalar.value | 0x20)))
    case 0..<0x80: ""
    default: transliterations[scalar] ?? ""
    }
}

private let transliterations: [Unicode.Scalar: String] = {
    let rows: [(String, String)] = [
        ("a", "àáâãåāăąǎȁȃạảấầẩẫậắằẳẵặªÀÁÂÃÅĀĂĄǍẠẢẤẦẨẪẬẮẰẲẴẶ"), ("ae", "äæǽÄÆǼ"), ("b", "ḃḂ"),
        ("c", "çćĉċčÇĆĈĊČ"), ("d", "ďđðḋḍĎĐÐḊḌ"), ("e", "èéêëēĕėęěẹẻẽếềểễệÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆ"), ("f", "ḟḞ"),
        ("g", "ĝğġģǧĜĞĠĢǦ"), ("h", "ĥħḥĤĦḤ"), ("i", "ìíîïĩīĭįıǐỉịÌÍÎÏĨĪĬĮİǏỈỊ"), ("ij", "ĳĲ"), ("j", "ĵĴ"),
        ("k", "ķĸǩĶǨ"), ("l", "ĺļľŀłḷĹĻĽĿŁḶ"), ("m", "ṁṃṀṂ"), ("n", "ñńņňŋṇÑŃŅŇŊṆ"),
        ("o", "òóôõøōŏőơǒọỏốồổỗộớờởỡợºÒÓÔÕØŌŎŐƠǑỌỎỐỒỔỖỘỚỜỞỠỢ"), ("oe", "öœÖŒ"), ("p", "ṗṖ"), ("r", "ŕŗřṛŔŖŘṚ"),
        ("s", "śŝşšșṣŚŜŞŠȘṢſ"), ("ss", "ßẞ"), ("t", "ţťŧțṭŢŤŦȚṬ"), ("th", "þÞ"),
        ("u", "ùúûũūŭůűųưǔụủứừửữựÙÚÛŨŪŬŮŰŲƯǓỤỦỨỪỬỮỰ"), ("ue", "üÜ"), ("w", "ŵẁẃẅŴẀẂẄ"), ("y", "ýÿŷỳỵỷỹÝŸŶỲỴỶỸ"),
        ("z", "źżžẓŹŻŽẒ"),
    ]
    var table: [Unicode.Scalar: String] = [:]
    for (latin, letters) in rows {
        for scalar in letters.unicodeScalars { table[scalar] = latin }
    }
    return table
}()
