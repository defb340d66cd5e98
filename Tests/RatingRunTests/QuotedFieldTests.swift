import Testing

/// Fields with doubled quotes are copied behind the text of their chunk: every stage has to find them there.
@Test func `doubled quotes in any field come out as they were written`() async throws {
    let folder = try RunFolder()
    let record = "\"a \"\"1\"\"\",user_out,2026-10-01T08:00:00Z,60,\"\"\"anonymous\"\"\",+33199000504,ann@alder.example,,\"an \"\"id\"\"\"\n"
    try folder.write(SmallCatalogue.header + record + record, "night.csv")
    try await folder.rate("night.csv")
    let row = try folder.text("out/pstn-usage.csv").split(separator: "\n")[1]
    #expect(row.hasPrefix("\"a \"\"1\"\"\",\"an \"\"id\"\"\",,IE,,ann@alder.example,Ann Alder,\"\"\"anonymous\"\"\",user_out,"))
    #expect(
        try folder.text("out/duplicates.csv")
            == "Source,Line,Organization,UsageId,Same\n\(folder.path)/night.csv,3,alder,\"a \"\"1\"\"\",yes\n")
}
