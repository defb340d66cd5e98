import Foundation
import Testing

@testable import NoticeMail

extension Maildir {
    /// Delivers one message.
    fileprivate func deliver(_ message: [UInt8], name: String) throws(MaildirFault) {
        let delivery = try begin()
        if try delivery.write(message, name: name) {
            if let fault = delivery.force(names: [name])[0] { throw fault }
            try delivery.put(name: name)
        }
        try delivery.forceNames()
    }
}

/// The Maildir as other mail programs meet it.
@Suite struct MaildirTests {
    /// A folder that goes away with the test.
    final class Folder {
        let path = NSTemporaryDirectory() + "maildir-" + UUID().uuidString
        var maildir: Maildir { Maildir(path + "/mail") }

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func names(_ folder: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted() }

        func text(_ name: String) throws -> String { try String(contentsOfFile: path + "/" + name, encoding: .utf8) }

        func mode(_ name: String) throws -> Int {
            try FileManager.default.attributesOfItem(atPath: path + "/" + name)[.posixPermissions] as? Int ?? -1
        }

        func move(_ name: String, to place: String) throws { try FileManager.default.moveItem(atPath: path + "/" + name, toPath: path + "/" + place) }
    }

    @Test func `a message lies in new, for its owner alone`() throws {
        let folder = try Folder()
        #expect(try folder.names(".") == [])
        try folder.maildir.deliver(Array("one\r\n".utf8), name: "run-1.a.eml")
        #expect(try folder.names("mail") == ["cur", "new", "tmp"])
        #expect(try folder.names("mail/new") == ["run-1.a.eml"])
        #expect(try folder.names("mail/tmp") == [])
        #expect(try folder.text("mail/new/run-1.a.eml") == "one\r\n")
        for name in ["mail", "mail/tmp", "mail/new", "mail/cur"] { #expect(try folder.mode(name) == 0o700, "\(name)") }
        #expect(try folder.mode("mail/new/run-1.a.eml") == 0o600)
    }

    @Test func `delivered again it takes its own place`() throws {
        let folder = try Folder()
        try folder.maildir.deliver(Array("one".utf8), name: "m.eml")
        try folder.maildir.deliver(Array("one, again".utf8), name: "m.eml")
        #expect(try folder.names("mail/new") == ["m.eml"])
        #expect(try folder.text("mail/new/m.eml") == "one, again")
    }

    @Test(arguments: ["m.eml", "m.eml:2,", "m.eml:2,RS"])
    func `once it was read, it is not delivered again`(read: String) throws {
        let folder = try Folder()
        try folder.maildir.deliver(Array("one".utf8), name: "m.eml")
        try folder.move("mail/new/m.eml", to: "mail/cur/" + read)
        try folder.maildir.deliver(Array("one, again".utf8), name: "m.eml")
        #expect(try folder.names("mail/new") == [])
        #expect(try folder.text("mail/cur/" + read) == "one")
        // Another message is another message.
        try folder.maildir.deliver(Array("two".utf8), name: "m.em")
        #expect(try folder.names("mail/new") == ["m.em"])
    }

    @Test func `what a process that died left in tmp is no hindrance and does not stay`() throws {
        let folder = try Folder()
        try folder.maildir.deliver([], name: "first.eml")
        try Data("half a mess, longer than the whole one".utf8).write(to: URL(fileURLWithPath: folder.path + "/mail/tmp/m.eml"))
        try folder.maildir.deliver(Array("whole".utf8), name: "m.eml")
        #expect(try folder.names("mail/tmp") == [])
        #expect(try folder.text("mail/new/m.eml") == "whole")
    }

    @Test func `many messages are written before the first is put into its place`() throws {
        let folder = try Folder()
        let names = (1...100).map { "m-\($0).eml" }
        let delivery = try folder.maildir.begin()
        for name in names { #expect(try delivery.write(Array(name.utf8), name: name)) }
        #expect(try folder.names("mail/new") == [])
        #expect(delivery.force(names: names) == [MaildirFault?](repeating: nil, count: names.count))
        for name in names { try delivery.put(name: name) }
        try delivery.forceNames()
        #expect(try folder.names("mail/new") == names.sorted())
        for name in names { #expect(try folder.text("mail/new/" + name) == name) }
        #expect(try folder.names("mail/tmp") == [])
    }

    @Test func `a message that went away before it was put into its place`() throws {
        let folder = try Folder()
        let delivery = try folder.maildir.begin()
        for name in ["l.eml", "m.eml", "n.eml"] { #expect(try delivery.write(Array("one".utf8), name: name)) }
        try FileManager.default.removeItem(atPath: folder.path + "/mail/tmp/m.eml")
        let fault = MaildirFault(path: folder.path + "/mail/tmp/m.eml", reason: "No such file or directory")
        #expect(delivery.force(names: ["l.eml", "m.eml", "n.eml"]) == [nil, fault, nil])
        for name in ["l.eml", "n.eml"] { try delivery.put(name: name) }
        #expect(try folder.names("mail/new") == ["l.eml", "n.eml"])
        let place = MaildirFault(path: folder.path + "/mail/new/m.eml", reason: "No such file or directory")
        #expect(throws: place) { try delivery.put(name: "m.eml") }
    }

    @Test func `a link that somebody put into tmp is not followed`() throws {
        let folder = try Folder()
        try folder.maildir.deliver([], name: "first.eml")
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path + "/mine"))
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/mail/tmp/m.eml", withDestinationPath: folder.path + "/mine")
        #expect(throws: MaildirFault(path: folder.path + "/mail/tmp/m.eml", reason: "Too many levels of symbolic links")) {
            try folder.maildir.deliver(Array("theirs".utf8), name: "m.eml")
        }
        #expect(try folder.text("mine") == "mine")
    }

    @Test func `a place that is no folder`() throws {
        let folder = try Folder()
        try Data().write(to: URL(fileURLWithPath: folder.path + "/mail"))
        let fault = #expect(throws: MaildirFault.self) { try folder.maildir.deliver([], name: "m.eml") }
        #expect(fault?.description == folder.path + "/mail/tmp: Not a directory")
        #expect(throws: MaildirFault(path: folder.path + "/absent/mail", reason: "No such file or directory")) {
            try Maildir(folder.path + "/absent/mail").deliver([], name: "m.eml")
        }
    }
}
