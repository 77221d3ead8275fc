package dev.renderfarm.gpuworker.imprint;

import dev.renderfarm.common.task.ImageRequest;

/**
 * XMP that says, in the terms of IPTC Photo Metadata 2025.1, that a model made the picture, or a part of it, which model, and
 * from what prompt.
 */
final class XmpPacket {

    private static final String TEMPLATE = """
            <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
             <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
              <rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
               <Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/%s</Iptc4xmpExt:DigitalSourceType>
               <Iptc4xmpExt:AISystemUsed>%s</Iptc4xmpExt:AISystemUsed>
               <Iptc4xmpExt:AISystemVersionUsed>%s</Iptc4xmpExt:AISystemVersionUsed>
               <Iptc4xmpExt:AIPromptInformation>%s</Iptc4xmpExt:AIPromptInformation>
              </rdf:Description>
             </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="r"?>""";

    /** All of it is drawn. */
    private static final String DRAWN = "trainedAlgorithmicMedia";

    /** It is made from another picture. */
    private static final String COMPOSITE = "compositeWithTrainedAlgorithmicMedia";

    static String of(String prompt, ImageRequest request, ModelLabel model) {
        return TEMPLATE.formatted(
                request.edit() == null ? DRAWN : COMPOSITE,
                escape("Renderfarm, model " + model.name()),
                escape(model.version() + " " + model.shortHash()),
                escape(prompt));
    }

    /** Escapes markup; a character that XML 1.0 does not allow becomes the replacement character. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '\r' -> escaped.append("&#13;");
                default -> escaped.appendCodePoint(isAllowed(character) ? character : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int character) {
        return character == '\t'
                || character == '\n'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }

    private XmpPacket() {}
}
