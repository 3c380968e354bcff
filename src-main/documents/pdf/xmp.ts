/** What a document says about itself, alike in XMP and in the information dictionary. */
export interface Metadata {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  /** The id by which the document's owner knows it. */
  readonly identifier: string;
  /** The application, with its version. */
  readonly creatorTool: string;
  readonly producer: string;
  /** UTC; whole seconds count. */
  readonly date: Date;
  /** RFC 3066 tag, e.g. `en`. */
  readonly language: string;
  /** 32 hexadecimal digits that name these bytes. */
  readonly fingerprint: string;
}

/** The second of an instant, as XMP writes it: `2026-11-23T09:32:07Z`. */
export const xmpDate = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

/** As PDF writes it (ISO 32000-2, 7.9.4): `D:20261123093207Z`. */
export const pdfDate = (date: Date): string => `D:${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;

const escape = (text: string): string =>
  text
    .normalize('NFC')
    // XML 1.0 2.2: these have no place in a document, not even escaped.
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '&quot;');

const uuid = (hex: string): string =>
  `uuid:${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')}`;

/** The XMP packet (ISO 16684-1) that claims PDF/A-3u (ISO 19005-3, 6.6.4). */
export const xmpPacket = (metadata: Metadata): string => {
  const date = xmpDate(metadata.date);
  const alternative = (text: string) => `<rdf:Alt><rdf:li xml:lang="x-default">${escape(text)}</rdf:li></rdf:Alt>`;
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:identifier>${escape(metadata.identifier)}</dc:identifier>
<dc:title>${alternative(metadata.title)}</dc:title>
<dc:creator><rdf:Seq><rdf:li>${escape(metadata.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:description>${alternative(metadata.subject)}</dc:description>
<dc:language><rdf:Bag><rdf:li>${escape(metadata.language)}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreatorTool>${escape(metadata.creatorTool)}</xmp:CreatorTool>
<xmp:CreateDate>${date}</xmp:CreateDate>
<xmp:ModifyDate>${date}</xmp:ModifyDate>
<xmp:MetadataDate>${date}</xmp:MetadataDate>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>${escape(metadata.producer)}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<xmpMM:DocumentID>${uuid(metadata.fingerprint)}</xmpMM:DocumentID>
<xmpMM:InstanceID>${uuid(metadata.fingerprint)}</xmpMM:InstanceID>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
};
