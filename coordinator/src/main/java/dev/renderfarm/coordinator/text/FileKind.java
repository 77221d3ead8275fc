package dev.renderfarm.coordinator.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Kinds of files that people send in place of a text, told by how they begin, whatever their name. Nothing is unpacked.
 */
public enum FileKind {
    WORKBOOK("a workbook of Excel (.xlsx)", Mend.EXCEL),
    OPEN_DOCUMENT(
            "an OpenDocument file, such as a workbook of LibreOffice (.ods)",
            "in LibreOffice choose File → Save As → \"Text CSV\" with the character set \"Unicode (UTF-8)\", and send that"
                    + " file"),
    NUMBERS(
            "a document of Numbers",
            "in Numbers choose File → Export To → CSV with the text encoding \"Unicode (UTF-8)\", and send that file"),
    WORD("a Word document", "put the lines into a spreadsheet, and save it as \"CSV UTF-8\""),
    ZIP("a ZIP archive", "unpack it, and send the CSV or JSONL that is in it", "504b0304", "504b0506", "504b0708"),
    OLD_OFFICE("an old Office file, such as a workbook of Excel 97 (.xls)", Mend.EXCEL, "d0cf11e0a1b11ae1"),
    COMPRESSED(
            "a compressed file",
            "unpack it, and send the CSV or JSONL that is in it",
            "1f8b",
            "425a68",
            "fd377a585a00",
            "28b52ffd",
            "377abcaf271c",
            "526172211a07"),
    PDF("a PDF", "save the list as \"CSV UTF-8\" in the program that it comes from", "255044462d"),
    PICTURE(
            "a picture",
            "send a CSV or JSONL that says what to draw",
            "89504e470d0a1a0a",
            "ffd8ff",
            "474946383761",
            "474946383961",
            "49492a00",
            "4d4d002a",
            "52494646........57454250"),
    RICH_TEXT("a rich text document (RTF)", "save it as plain text with the encoding UTF-8", "7b5c727466"),
    WEB_PAGE(
            "a web page (HTML)",
            "open it in a spreadsheet and save it as \"CSV UTF-8\"; if a download gave it, look into it: it may ask to"
                    + " sign in"),
    XML("an XML document", "export the list as CSV or JSONL instead"),
    UTF_32("a text in UTF-32", "save it with the encoding UTF-8", "fffe0000", "0000feff"),
    BINARY("no text", "send a CSV with a header, or JSONL", "50415231", "53514c69746520666f726d6174203300");

    /** So many bytes tell the kind. */
    static final int START_LENGTH = 1 << 16;

    private static final Pattern PARTS_OF_WORKBOOK =
            Pattern.compile("xl/(workbook|worksheets|styles|theme|sharedStrings|_rels)");
    private static final Pattern PAGE =
            Pattern.compile("<(!doctype html|html|head|body|table|meta|script)\\b.*|<!--.*", Pattern.DOTALL);
    private static final Pattern MARKUP =
            Pattern.compile("<\\?xml.*|<!.*|<[a-z][\\w:.-]*(\\s[^<>]*)?>\\s*<.*", Pattern.DOTALL);
    private static final int MOST_CONTROLS = 10;
    private static final int TELLING = 64;

    private final String is;
    private final String mend;
    private final Pattern[] signatures;

    FileKind(String is, String mend, String... signatures) {
        this.is = is;
        this.mend = mend;
        this.signatures = Arrays.stream(signatures)
                .map(signature -> Pattern.compile(signature + ".*"))
                .toArray(Pattern[]::new);
    }

    /**
     * The kind of a file that is no text; empty for what may be one.
     *
     * @param start its first bytes, all of them where there are few
     */
    public static Optional<FileKind> of(byte[] start) {
        String hex = HexFormat.of().formatHex(start, 0, Math.min(start.length, 16));
        Optional<FileKind> signed = Arrays.stream(values())
                .filter(kind -> Arrays.stream(kind.signatures)
                        .anyMatch(pattern -> pattern.matcher(hex).matches()))
                .findFirst();
        if (signed.isPresent()) {
            return signed.map(kind -> kind == ZIP ? zipped(start) : kind);
        }
        return markup(start).or(() -> isBinary(start) ? Optional.of(BINARY) : Optional.empty());
    }

    /** As {@link #of(byte[])}, of a file on disk. */
    public static Optional<FileKind> of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(START_LENGTH));
        }
    }

    /** For people: what the file is, and what to do. */
    public String describe() {
        return "the file is " + is + ", not CSV or JSONL: " + mend;
    }

    /** Names of the first entries stand between what is packed. */
    private static FileKind zipped(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (PARTS_OF_WORKBOOK.matcher(text).find()) {
            return WORKBOOK;
        }
        if (text.contains("mimetypeapplication/vnd.oasis.opendocument")) {
            return OPEN_DOCUMENT;
        }
        if (text.contains("Index/") && text.contains(".iwa")) {
            return NUMBERS;
        }
        return text.contains("word/") ? WORD : text.contains("[Content_Types].xml") ? WORKBOOK : ZIP;
    }

    private static Optional<FileKind> markup(byte[] start) {
        Charset charset = Bom.of(start).map(Bom::charset).orElse(StandardCharsets.UTF_8);
        String text = new String(start, 0, Math.min(start.length, 512), charset)
                .replace("\uFEFF", "")
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        if (PAGE.matcher(text).matches()) {
            return Optional.of(WEB_PAGE);
        }
        return MARKUP.matcher(text).matches() ? Optional.of(XML) : Optional.empty();
    }

    /**
     * Whether more than a tenth are control characters that no text has. UTF-16 has many zeros and is a text; so few
     * bytes tell nothing.
     */
    private static boolean isBinary(byte[] start) {
        if (start.length < TELLING
                || Bom.of(start).isPresent()
                || Bom.missing(start).isPresent()) {
            return false;
        }
        int controls = 0;
        for (byte b : start) {
            controls += b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1b ? 1 : 0;
        }
        return controls * MOST_CONTROLS > start.length;
    }

    private static final class Mend {
        static final String EXCEL =
                "in Excel choose File → Save As → \"CSV UTF-8 (Comma delimited)\", and send that file";
    }
}
