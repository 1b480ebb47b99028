import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// What an XML parser sees in a text.
final class XMLReader: NSObject, XMLParserDelegate {
    private(set) var texts: [String: [String]] = [:]
    private(set) var errors: [String] = []
    private var open: [String] = []

    static func read(_ text: String) throws -> XMLReader {
        let reader = XMLReader(), parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        if !parser.parse() { reader.errors.append(parser.parserError.map { "\($0)" } ?? "not parsed") }
        return reader
    }

    func parser(_: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]) { open.append("") }

    func parser(_: XMLParser, foundCharacters text: String) { if !open.isEmpty { open[open.count - 1] += text } }

    func parser(_: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) { texts[name, default: []].append(open.popLast() ?? "") }

    func parser(_: XMLParser, parseErrorOccurred error: any Error) { errors.append("\(error)") }
}
