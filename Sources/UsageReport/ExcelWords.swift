/// Words that Excel reads as a part of a date, a time or an amount, or as a truth value, in one language or another.
enum ExcelWords {
    /// Words of one letter, all of them, and of two; then the first three letters, less accents, of months and weekdays in the languages of
    /// Europe that use Latin letters, of currencies, and of truth values: longer words that begin so are taken for them.
    private static let starts = """
        a b c d e f g h i j k l m n o p q r s t u v w x y z \
        am pm kr zl ft fr lv kc rs rp rm tl km bs gs sh us nt dh sr ar br ks zk bz tt hk mo di mi do sa so lu ma me je ve zo wo vr za ke su \
        va th tu we ti on to pe la ne po ut st ct pa cz pt du sz \
        jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun \
        gen mag giu lug ago set ott dic lun mer gio ven sab dom \
        jae mai okt dez die mit don sam son \
        fev avr jui aou jeu dim \
        ene abr mie jue vie \
        out seg ter qua qui sex \
        maa mrt mei maj woe vri zat zon din \
        man tir ons tor lor des \
        tam hel huh tou kes hei elo syy lok jou \
        sty lut kwi cze lip sie wrz paz lis gru pon wto sro czw pia nie \
        led uno bre dub kve cer srp zar rij pro pri \
        sze het ked csu pen szo vas ian iun iul noi joi vin sij vel ozu tra svi kol ruj stu \
        eur usd gbp chf sek nok dkk pln czk huf ron bgn try rub rsd isk jpy cny krw brl mxn ars clp cop aud cad nzd inr zar ils sgd hkd thb \
        idr myr php vnd aed sar egp uah kzt lei lek kcs den fra \
        tru fal ver wah vra fau waa onw san usa tos epa igz iga ham ade dog yan
        """

    /// Truth values as Excel writes them, in lower case, with what other case their letters may have.
    private static let truthValues: [[UInt8]] = [
        "true", "false", "vero", "falso", "wahr", "falsch", "vrai", "faux", "verdadero", "verdadeiro", "waar", "onwaar", "sand", "falsk", "sann",
        "sant", "usann", "usant", "tosi", "epätosi", "prawda", "fałsz", "faŁsz", "pravda", "nepravda", "igaz", "hamis", "adevărat", "adevĂrat",
        "fals", "doğru", "doĞru", "yanlış", "yanliş", "yanlIŞ", "ИСТИНА", "истина", "ЛОЖЬ", "ложь", "ІСТИНА", "істина", "ХИБНІСТЬ", "хибність",
        "ΑΛΗΘΕΣ", "ΨΕΥΔΕΣ", "ΑΛΗΘΉΣ", "ΨΕΥΔΉΣ",
    ].map { Array($0.utf8) }

    /// One bit for each word of three letters or less, as a number: five bits a letter, `a` being 1.
    private static let startBits: [UInt64] = {
        var bits = [UInt64](repeating: 0, count: 1 << 15 / 64)
        for start in starts.split(separator: " ") {
            var key = 0
            for byte in start.utf8 { key = key << 5 | Int(byte & 0x1F) }
            bits[key / 64] |= 1 << UInt64(key % 64)
        }
        return bits
    }()

    /// Letters of U+00C0 … U+00FF less their accents, by the low five bits of the second byte; `@` is none.
    private static let plainLetters = Array("aaaaaaaceeeeiiiidnooooo@ouuuuyty".utf8)

    /// The plain letter, 1 … 26, of a letter whose UTF-8 begins with C3, or 0.
    static func plainLetter(_ second: UInt8) -> Int { Int(plainLetters[Int(second & 0x1F)] & 0x1F) }

    /// Whether a word that begins with those letters, or is they, may be read.
    @inline(__always)
    static func mayBegin(_ key: Int) -> Bool { startBits[key >> 6] & (1 << UInt64(key & 63)) != 0 }

    /// Whether the text, less blanks around it, is a truth value in one language.
    static func isTruthValue(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        var end = end
        while end > start, ExcelText.byte(text, end - 1) <= 0x20 { end -= 1 }
        return truthValues.contains { word in
            guard word.count == end - start else { return false }
            for i in 0..<word.count where lowercased(text, start, start + i) != word[i] { return false }
            return true
        }
    }

    /// The byte at `i` in lower case, if it is an ASCII letter or continues a Latin letter of U+00C0 … U+00DE.
    private static func lowercased(_ text: Span<UInt8>, _ start: Int, _ i: Int) -> UInt8 {
        let byte = ExcelText.byte(text, i)
        if byte &- UInt8(ascii: "A") < 26 { return byte | 0x20 }
        if i > start, ExcelText.byte(text, i - 1) == 0xC3, byte < 0x9F { return byte | 0x20 }
        return byte
    }
}
