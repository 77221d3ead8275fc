package dev.renderfarm.coordinator.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileKindTest {

    @ParameterizedTest
    @CsvSource({
        "d0cf11e0a1b11ae10000, OLD_OFFICE",
        "255044462d312e37, PDF",
        "89504e470d0a1a0a00, PICTURE",
        "ffd8ffe000104a46, PICTURE",
        "474946383961, PICTURE",
        "524946460000000057454250, PICTURE",
        "1f8b080000000000, COMPRESSED",
        "526172211a070100, COMPRESSED",
        "7b5c727466315c61, RICH_TEXT",
        "fffe000073000000, UTF_32",
        "50415231150415, BINARY"
    })
    void shouldTellBySignatures(String hex, FileKind kind) {
        assertThat(FileKind.of(HexFormat.of().parseHex(hex))).contains(kind);
    }

    @Test
    void shouldTakeManyControlCharactersForNoTextWhenThereAreBytesEnoughToTell() {
        assertThat(FileKind.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8})).isEmpty();
        assertThat(FileKind.of("\001\002\003\004".repeat(16).getBytes(StandardCharsets.US_ASCII)))
                .contains(FileKind.BINARY);
    }

    @ParameterizedTest
    @CsvSource({
        "xl/workbook.xml, WORKBOOK",
        "[Content_Types].xml, WORKBOOK",
        "word/document.xml, WORD",
        "Index/Document.iwa, NUMBERS",
        "products.csv, ZIP"
    })
    void shouldTellWhatIsPackedByItsParts(String entry, FileKind kind) throws IOException {
        assertThat(FileKind.of(zip(entry, "x"))).contains(kind);
    }

    @Test
    void shouldTellAnOpenDocumentByItsStoredType() throws IOException {
        // Given
        byte[] start = zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
        // When
        FileKind kind = FileKind.of(start).orElseThrow();
        // Then
        assertThat(kind).isEqualTo(FileKind.OPEN_DOCUMENT);
        assertThat(kind.describe()).contains("Save As", "UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html>\n<html>",
                "\uFEFF\n <table border=1><tr><td>sku",
                "<html lang=en><head>",
                "<!-- saved -->"
            })
    void shouldTellAWebPageByItsMarks(String start) {
        assertThat(FileKind.of(start.getBytes(StandardCharsets.UTF_8))).contains(FileKind.WEB_PAGE);
        assertThat(FileKind.of(("\uFEFF" + start).getBytes(StandardCharsets.UTF_16LE)))
                .contains(FileKind.WEB_PAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<?xml version=\"1.0\"?><rss>", "<rss version=\"2.0\">\n <channel>", "<Products><Product>"})
    void shouldTellXmlByItsMarks(String start) {
        assertThat(FileKind.of(start.getBytes(StandardCharsets.UTF_8))).contains(FileKind.XML);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sku,prompt\nA,mug\n",
                "{\"sku\":\"A\"}",
                "",
                "PK,prompt\nA,mug",
                "<lora:x:1> a mug\n",
                "sku,prompt\nA,m\0g\n",
                "--prompt \"a castle\"\n",
                "GIF,prompt\nBM,II*\n"
            })
    void shouldTakeATextForOne(String text) {
        assertThat(FileKind.of(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(FileKind.of(text.getBytes(StandardCharsets.UTF_16LE))).isEmpty();
        assertThat(FileKind.of(text.getBytes(StandardCharsets.UTF_16BE))).isEmpty();
    }

    private static byte[] zip(String entry, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry first = new ZipEntry(entry);
            if (entry.equals("mimetype")) {
                first.setMethod(ZipEntry.STORED);
                first.setSize(content.length());
                first.setCrc(crc(content));
            }
            zip.putNextEntry(first);
            zip.write(content.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private static long crc(String content) {
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(content.getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }
}
