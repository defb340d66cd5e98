import CallModel
import Catalogue

/// Two organizations, four users, two tariffs: enough for every cell of a row.
enum Sample {
    // Indices, as `rate` and `settle` hand them on.
    static let contoso: Int32 = 0
    static let fabrikam: Int32 = 1
    static let anna: Int32 = 0
    static let rossi: Int32 = 1
    static let zoe: Int32 = 2
    static let bruno: Int32 = 3
    static let hotline: Int32 = 0
    static let reception: Int32 = 1
    static let domesticPlan: UInt16 = 0
    static let worldPlan: UInt16 = 1
    static let creditsPlan: UInt16 = 2
    static let digitPlan: UInt16 = 3
    static let otherDigitPlan: UInt16 = 4
    /// Rates of the outbound decks.
    static let germany: Int32 = 0
    static let germanMobile: Int32 = 1
    static let italy: Int32 = 2
    static let satellite: Int32 = 3
    static let unitedStates: Int32 = 0

    static let catalogue = try! Catalogue.load(files: [
        "catalogue.yaml": """
        tariffs:
          standard: { currency: EUR, outbound: rates.csv, tollFree: toll-free.csv }
          dollars: { currency: USD, decimals: 0, outbound: dollars.csv }
        domestic:
          US: [US, PR]
          PR: [US, PR]
        plans:
          MCOPSTN1: {}
          MCOPSTN2: {}
          MCOPSTNPP: { credits: yes }
          "1": {}
          "2": {}
          PAYG: { credits: yes }
        directory:
          organizations: organizations.csv
          users: users.csv
          serviceNumbers: service-numbers.csv
        """,
        "rates.csv": """
        prefix,destination,rate_per_minute
        49,Germany,0.02
        4915,"Germany, mobile “A”",0.123456
        39,Italy,0.0202
        881234567890,1-2,9.5
        """,
        "toll-free.csv": """
        prefix,destination,rate_per_minute
        39800,Toll-free 39800; special,0
        """,
        "dollars.csv": """
        prefix,destination,rate_per_minute
        1,United States,0.01
        """,
        "organizations.csv": """
        organization,tariff
        contoso,standard
        fabrikam,dollars
        """,
        "users.csv": """
        user,organization,usage_location,display_name,object_id,phone_numbers,licences
        anna@contoso.example,contoso,DE,Anna Müller,0f3c2a10-77aa-4b1e-9d55-0c6a1be2f001,+4930111,MCOPSTN1;MCOPSTNPP
        Rossi@contoso.example,contoso,IT,=SUM(A1),0f3c2a10-77aa-4b1e-9d55-0c6a1be2f002,+3906222,MCOPSTN1;MCOPSTN2
        zoë@fabrikam.example,fabrikam,US,"Zoë ""Z"" 0, sales",,+1202555,PAYG
        bruno@fabrikam.example,fabrikam,PR,Bruno; 2,00000000-0000-0000-0000-000000000000,,
        """,
        "service-numbers.csv": """
        number,organization,name,number_type
        +39800123,contoso,Hotline,TollFree
        +39800124,contoso,Reception,
        """,
    ])
}

/// The number of a text, cleaned.
func number(_ text: String) -> PhoneNumber {
    let bytes = Array(text.utf8)
    return PhoneNumber(cleaning: bytes.span)
}
