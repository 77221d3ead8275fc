package dev.renderfarm.imaging.source;

import static dev.renderfarm.imaging.source.PngBytes.bytes;

import dev.renderfarm.imaging.encoded.SourceFault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files as shops have them, and as nobody should. Long because it makes each file of the table in docs/edits.md. */
final class AwkwardSources {

    private static final int RED = 0xc83214;
    private static final int BLUE = 0x1432c8;
    private static final String LOSSY_WEBP =
            "UklGRj4AAABXRUJQVlA4IDIAAADQAQCdASoGAAQAAMASJaACdLoB+AADsAD+2ib/7vN+09e09f1M//jKnyA/4yp/xcwAAA==";
    private static final String LOSSLESS_WEBP = "UklGRh4AAABXRUJQVlA4TBEAAAAvBcAAAAdQsiJXpv+BiOh/AAA=";
    private static final String LOSSY_ALPHA_WEBP =
            "UklGRmIAAABXRUJQVlA4WAoAAAAQAAAABQAAAwAAQUxQSAoAAAABB1DAiAhERP8DVlA4IDIAAADQ"
                    + "AQCdASoGAAQAAMASJaACdLoB+AADsAD+2ib/7vN+09e09f1M//jKnyA/4yp/xcwAAA==";
    private static final String LOSSLESS_ALPHA_WEBP = "UklGRh4AAABXRUJQVlA4TBEAAAAvBcAAEAdQsiJXpoCBiOh/AAA=";
    private static final String TURNED_WEBP =
            "UklGRlIAAABXRUJQVlA4WAoAAAAIAAAABQAAAwAAVlA4TBEAAAAvBcAAAAdQsiJXpv+BiOh/AABF"
                    + "WElGGgAAAE1NACoAAAAIAAEBEgADAAAAAQAGAAAAAAAA";
    private static final String ANIMATED_WEBP =
            "UklGRrwAAABXRUJQVlA4WAoAAAACAAAABQAAAwAAQU5JTQYAAAAAAAAAAABBTk1GSAAAAAAAAAAAAAUA"
                    + "AAMAAAAAAAJWUDggMAAAADABAJ0BKgYABAABQCYloAADcAD+xO///zYH/kH/yD7/f//pNn/9Js//pNnxzAAAAEFOTUZAAAAAAAAAAAAABQAA"
                    + "AwAAAAAAAFZQOCAoAAAANAEAnQEqBgAEAAAAJiWgAANwAP71J1/6qp6/G7//5Bj/dl/pJxGAAA==";

    /**
     * A file and what becomes of it.
     *
     * @param name as the documentation has it
     * @param fault with which it is refused; null where it is read
     * @param width as it is shown
     * @param height as it is shown
     * @param argb of the pixel at the top left
     */
    record Source(String name, byte[] file, @Nullable SourceFault fault, int width, int height, int argb) {

        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Source> all = new ArrayList<>();

    static List<Source> all() {
        AwkwardSources sources = new AwkwardSources();
        sources.png();
        sources.pngColours();
        sources.pngRefused();
        sources.jpeg();
        sources.jpegColours();
        sources.jpegRefused();
        sources.webp();
        sources.others();
        return List.copyOf(sources.all);
    }

    private void png() {
        read("PNG, RGB", PngBytes.of(2, 1, 8, 2).rows(0, 9, 8, 7, 1, 2, 3).end(), 2, 1, 0xff090807);
        read("PNG with alpha", PngBytes.of(1, 1, 8, 6).rows(0, 9, 8, 7, 128).end(), 1, 1, 0x80090807);
        read("PNG, alpha all 0", PngBytes.of(1, 1, 8, 6).rows(0, 9, 8, 7, 0).end(), 1, 1, 0x00090807);
        read("PNG, grey", PngBytes.of(1, 2, 8, 0).rows(0, 77, 0, 78).end(), 1, 2, 0xff4d4d4d);
        read("PNG, grey with alpha", PngBytes.of(1, 1, 8, 4).rows(0, 77, 9).end(), 1, 1, 0x094d4d4d);
        read("PNG, black and white", PngBytes.of(3, 1, 1, 0).rows(0, 0xA0).end(), 3, 1, 0xffffffff);
        read("PNG, grey of 2 bits", PngBytes.of(3, 1, 2, 0).rows(0, 0x40).end(), 3, 1, 0xff555555);
        read(
                "PNG with a palette of 4 bits",
                PngBytes.of(3, 1, 4, 3)
                        .chunk("PLTE", bytes(1, 2, 3, 9, 8, 7))
                        .rows(0, 0x10, 0)
                        .end(),
                3,
                1,
                0xff090807);
        read(
                "PNG with a palette and alpha",
                PngBytes.of(1, 1, 8, 3)
                        .chunk("PLTE", bytes(1, 2, 3, 9, 8, 7))
                        .chunk("tRNS", bytes(255, 40))
                        .rows(0, 1)
                        .end(),
                1,
                1,
                0x28090807);
        read(
                "PNG, grey with one transparent level",
                PngBytes.of(2, 1, 8, 0)
                        .chunk("tRNS", bytes(0, 77))
                        .rows(0, 77, 78)
                        .end(),
                2,
                1,
                0x004d4d4d);
        read(
                "PNG, RGB with one transparent colour",
                PngBytes.of(1, 1, 8, 2)
                        .chunk("tRNS", bytes(0, 9, 0, 8, 0, 7))
                        .rows(0, 9, 8, 7)
                        .end(),
                1,
                1,
                0x00090807);
        read(
                "PNG of 16 bits",
                PngBytes.of(1, 1, 16, 2)
                        .rows(0, 0x01, 0xff, 0x80, 0x00, 0xff, 0xff)
                        .end(),
                1,
                1,
                0xff0280ff);
        read(
                "PNG, grey of 16 bits with alpha",
                PngBytes.of(1, 1, 16, 4).rows(0, 0x01, 0xff, 0x01, 0xff).end(),
                1,
                1,
                0x02020202);
        read("PNG of one pixel", PngBytes.of(1, 1, 8, 2).rows(0, 9, 8, 7).end(), 1, 1, 0xff090807);
        read(
                "PNG, interlaced",
                PngBytes.of(2, 2, 8, 0, 1).rows(0, 50, 0, 60, 0, 70, 80).end(),
                2,
                2,
                0xff323232);
        read(
                "PNG, interlaced, of one pixel",
                PngBytes.of(1, 1, 1, 0, 1).rows(0, 0x80).end(),
                1,
                1,
                0xffffffff);
        read(
                "PNG with rows of every filter",
                PngBytes.of(2, 5, 8, 0)
                        .rows(0, 9, 9, 1, 9, 1, 2, 1, 1, 3, 1, 1, 4, 1, 1)
                        .end(),
                2,
                5,
                0xff090909);
        read(
                "PNG turned by its Exif",
                PngBytes.of(2, 1, 8, 0)
                        .chunk("eXIf", JpegBytes.orientation(6))
                        .rows(0, 50, 60)
                        .end(),
                1,
                2,
                0xff323232);
        read(
                "PNG with bytes after its end",
                JpegBytes.joined(PngBytes.of(1, 1, 8, 0).rows(0, 50).end(), new byte[99]),
                1,
                1,
                0xff323232);
        read(
                "PNG with a bomb in its text",
                PngBytes.of(1, 1, 8, 0)
                        .chunk("zTXt", PngBytes.iccp(new byte[32 << 20]))
                        .rows(0, 50)
                        .end(),
                1,
                1,
                0xff323232);
    }

    private void pngColours() {
        read("PNG with sRGB as a profile", grey3(PngBytes.iccp(Profiles.srgb())), 1, 1, 0xff646464);
        read("PNG with another profile", grey3(PngBytes.iccp(Profiles.linearRgb())), 1, 1, 0xffa8a8a8);
        read(
                "PNG of 16 bits with another profile",
                PngBytes.of(1, 1, 16, 2)
                        .chunk("iCCP", PngBytes.iccp(Profiles.linearRgb()))
                        .rows(0, 100, 100, 100, 100, 100, 100)
                        .end(),
                1,
                1,
                0xffa8a8a8);
        read("PNG, grey with a grey profile", grey1(PngBytes.iccp(Profiles.linearGrey())), 1, 1, 0xffa8a8a8);
        read("PNG, grey with a profile of RGB", grey1(PngBytes.iccp(Profiles.linearRgb())), 1, 1, 0xffa8a8a8);
        read(
                "PNG with the gamma of sRGB",
                PngBytes.of(1, 1, 8, 0)
                        .chunk("gAMA", bytes(0, 0, 0xB1, 0x8F))
                        .rows(0, 50)
                        .end(),
                1,
                1,
                0xff323232);
        refused(
                "PNG with another gamma",
                PngBytes.of(1, 1, 8, 0)
                        .chunk("gAMA", bytes(0, 1, 0x86, 0xA0))
                        .rows(0, 50)
                        .end(),
                SourceFault.COLOURS);
        refused(
                "PNG with other primary colours",
                PngBytes.of(1, 1, 8, 0).chunk("cHRM", new byte[32]).rows(0, 50).end(),
                SourceFault.COLOURS);
        refused(
                "PNG in colours of video",
                PngBytes.of(1, 1, 8, 2)
                        .chunk("cICP", bytes(9, 16, 0, 1))
                        .rows(0, 9, 8, 7)
                        .end(),
                SourceFault.COLOURS);
        refused(
                "PNG in Adobe RGB without a profile",
                PngBytes.of(1, 1, 8, 2)
                        .chunk("eXIf", JpegBytes.optionFile())
                        .rows(0, 9, 8, 7)
                        .end(),
                SourceFault.COLOURS);
        read(
                "PNG in Adobe RGB by its Exif, with sRGB as a profile",
                PngBytes.of(1, 1, 8, 2)
                        .chunk("eXIf", JpegBytes.optionFile())
                        .chunk("iCCP", PngBytes.iccp(Profiles.srgb()))
                        .rows(0, 9, 8, 7)
                        .end(),
                1,
                1,
                0xff090807);
        read(
                "PNG of 16 bits with another profile, grey with alpha, turned",
                PngBytes.of(2, 1, 16, 4)
                        .chunk("eXIf", JpegBytes.orientation(3))
                        .chunk("iCCP", PngBytes.iccp(Profiles.linearGrey()))
                        .rows(0, 9, 9, 9, 9, 100, 100, 128, 128)
                        .end(),
                2,
                1,
                0x80a8a8a8);
        refused("PNG with a profile of inks", grey3(PngBytes.iccp(Profiles.cmyk())), SourceFault.COLOURS);
        refused("PNG with a damaged profile", grey3(bytes('p', 0, 0, 1, 2, 3)), SourceFault.COLOURS);
        refused("PNG with a bomb as its profile", grey3(PngBytes.iccp(new byte[32 << 20])), SourceFault.COLOURS);
    }

    private void pngRefused() {
        byte[] plain = PngBytes.of(2, 2, 8, 0).rows(0, 50, 60, 0, 70, 80).end();
        refused(
                "PNG, animated",
                PngBytes.of(1, 1, 8, 0).chunk("acTL", new byte[8]).rows(0, 50).end(),
                SourceFault.ANIMATED);
        refused("PNG that ends in its pixels", Arrays.copyOf(plain, 45), SourceFault.TRUNCATED);
        refused("PNG without its last chunk", Arrays.copyOf(plain, plain.length - 12), SourceFault.TRUNCATED);
        refused(
                "PNG whose pixels end too early",
                PngBytes.of(1, 1, 8, 0)
                        .chunk("IDAT", Arrays.copyOf(PngBytes.deflated(bytes(0, 50)), 3))
                        .end(),
                SourceFault.TRUNCATED);
        refused("PNG with a wrong checksum", JpegBytes.changed(plain, 42, 1), SourceFault.DAMAGED);
        refused(
                "PNG with fewer rows than it says",
                PngBytes.of(2, 2, 8, 0).rows(0, 1, 2).end(),
                SourceFault.DAMAGED);
        refused("PNG with an unknown filter", PngBytes.of(1, 1, 8, 0).rows(9, 1).end(), SourceFault.DAMAGED);
        refused(
                "PNG with a pixel that is not in its palette",
                PngBytes.of(1, 1, 8, 3).chunk("PLTE", bytes(1, 2, 3)).rows(0, 7).end(),
                SourceFault.DAMAGED);
        refused("PNG without a palette", PngBytes.of(1, 1, 8, 3).rows(0, 0).end(), SourceFault.DAMAGED);
        refused("PNG of 0 pixels", PngBytes.of(0, 1, 8, 0).rows(0).end(), SourceFault.DAMAGED);
        refused("PNG without pixels", PngBytes.of(1, 1, 8, 0).end(), SourceFault.DAMAGED);
        refused(
                "PNG bomb of 50000x50000",
                PngBytes.of(50_000, 50_000, 8, 2).rows(0, 1).end(),
                SourceFault.TOO_LARGE);
        refused(
                "PNG of one column and 50 million rows",
                PngBytes.of(1, 50_000_000, 1, 0).rows(0, 1).end(),
                SourceFault.TOO_LARGE);
        refused(
                "PNG bomb that is just not too large",
                PngBytes.of(5_000, 5_000, 8, 6).rows(0, 1).end(),
                SourceFault.TRUNCATED);
        refused(
                "PNG as Apple's tools optimise it",
                PngBytes.empty().chunk("CgBI", new byte[4]).end(),
                SourceFault.UNSUPPORTED);
        PngBytes crowded = PngBytes.of(1, 1, 8, 0);
        for (int i = 0; i < 20_000; i++) {
            crowded.chunk("teXt", new byte[0]);
        }
        refused("PNG of more than 20,000 chunks", crowded.rows(0, 50).end(), SourceFault.UNSUPPORTED);
        refused(
                "PNG with a chunk that one must know",
                PngBytes.of(1, 1, 8, 0).chunk("ABCD", new byte[4]).rows(0, 50).end(),
                SourceFault.UNSUPPORTED);
    }

    private void jpeg() {
        byte[] plain = JpegBytes.rgb(RED, BLUE, false);
        read("JPEG", plain, 24, 16, 0xff000000 | RED);
        read("JPEG, progressive", JpegBytes.rgb(RED, BLUE, true), 24, 16, 0xff000000 | RED);
        read("JPEG, grey", JpegBytes.components(77), 24, 16, 0xff4d4d4d);
        int[] corners = {RED, BLUE, BLUE, BLUE, RED, BLUE, BLUE, BLUE};
        for (int orientation = 1; orientation <= 8; orientation++) {
            boolean onItsSide = orientation > 4;
            read(
                    "JPEG of Exif orientation " + orientation,
                    JpegBytes.exif(plain, JpegBytes.orientation(orientation)),
                    onItsSide ? 16 : 24,
                    onItsSide ? 24 : 16,
                    0xff000000 | corners[orientation - 1]);
        }
        read("JPEG of Exif orientation 9", JpegBytes.exif(plain, JpegBytes.orientation(9)), 24, 16, 0xff000000 | RED);
        read(
                "JPEG with damaged Exif",
                JpegBytes.exif(plain, bytes('M', 'M', 0, 42, 127, 1, 1, 1)),
                24,
                16,
                0xff000000 | RED);
        read(
                "JPEG with bytes between its pixels and its end",
                JpegBytes.joined(Arrays.copyOf(plain, plain.length - 2), bytes(0, 0, 0, 0xFF, 0xD9)),
                24,
                16,
                0xff000000 | RED);
        read(
                "JPEG, progressive, with bytes between its scans",
                JpegBytes.padded(JpegBytes.rgb(RED, BLUE, true)),
                24,
                16,
                0xff000000 | RED);
        read("JPEG with another picture after its end", JpegBytes.joined(plain, plain), 24, 16, 0xff000000 | RED);
    }

    private void jpegColours() {
        byte[] greyAsRgb = JpegBytes.rgb(0x646464, 0x646464, false);
        read("JPEG with another profile", JpegBytes.icc(greyAsRgb, Profiles.linearRgb(), 1, 1), 24, 16, 0xffa8a8a8);
        byte[] profile = Profiles.linearRgb();
        byte[] second = JpegBytes.icc(greyAsRgb, Arrays.copyOfRange(profile, 100, profile.length), 2, 2);
        read(
                "JPEG with a profile in two parts",
                JpegBytes.icc(second, Arrays.copyOf(profile, 100), 1, 2),
                24,
                16,
                0xffa8a8a8);
        refused("JPEG with half a profile", second, SourceFault.COLOURS);
        read("JPEG of RGB as it is", JpegBytes.adobe(JpegBytes.components(200, 50, 20), 0), 24, 16, 0xff000000 | RED);
        refused("JPEG of CMYK without a profile", JpegBytes.components(0, 0, 0, 255), SourceFault.COLOURS);
        byte[] inks = Profiles.cmyk();
        read("JPEG of CMYK", JpegBytes.icc(JpegBytes.components(0, 0, 0, 0), inks, 1, 1), 24, 16, 0xffffffff);
        read(
                "JPEG of CMYK as Adobe writes it",
                JpegBytes.icc(JpegBytes.adobe(JpegBytes.components(255, 255, 255, 255), 0), inks, 1, 1),
                24,
                16,
                0xffffffff);
        read(
                "JPEG of YCCK",
                JpegBytes.icc(JpegBytes.adobe(JpegBytes.components(0, 128, 128, 255), 2), inks, 1, 1),
                24,
                16,
                0xffffffff);
        refused(
                "JPEG in Adobe RGB without a profile",
                JpegBytes.exif(greyAsRgb, JpegBytes.optionFile()),
                SourceFault.COLOURS);
        refused(
                "JPEG in Adobe RGB as some cameras say it",
                JpegBytes.exif(greyAsRgb, JpegBytes.colourSpace(2)),
                SourceFault.COLOURS);
        read("JPEG in sRGB by its Exif", JpegBytes.exif(greyAsRgb, JpegBytes.colourSpace(1)), 24, 16, 0xff646464);
    }

    private void jpegRefused() {
        byte[] plain = JpegBytes.rgb(RED, BLUE, false);
        int frame = JpegBytes.find(plain, 0xC0);
        int scan = JpegBytes.find(plain, 0xDA);
        refused("JPEG that ends in its pixels", Arrays.copyOf(plain, plain.length - 9), SourceFault.TRUNCATED);
        refused("JPEG that ends in its header", Arrays.copyOf(plain, frame + 5), SourceFault.TRUNCATED);
        refused(
                "JPEG that is cut off and ended again",
                JpegBytes.joined(Arrays.copyOf(plain, scan + 20), bytes(0xFF, 0xD9)),
                SourceFault.DAMAGED);
        refused(
                "JPEG without pixels",
                JpegBytes.joined(Arrays.copyOf(plain, scan), bytes(0xFF, 0xD9)),
                SourceFault.DAMAGED);
        refused("JPEG of 12 bits", JpegBytes.changed(plain, frame + 4, 12), SourceFault.UNSUPPORTED);
        refused("JPEG, lossless", JpegBytes.changed(plain, frame + 1, 0xC3), SourceFault.UNSUPPORTED);
        refused("JPEG, arithmetic", JpegBytes.changed(plain, frame + 1, 0xC9), SourceFault.UNSUPPORTED);
        refused("JPEG without a height", JpegBytes.changed(plain, frame + 5, 0, 0), SourceFault.UNSUPPORTED);
        refused(
                "JPEG bomb of 65500x65500",
                JpegBytes.changed(plain, frame + 5, 255, 220, 255, 220),
                SourceFault.TOO_LARGE);
        refused("JPEG of more than 10,000 segments", JpegBytes.crowded(plain, 10_001), SourceFault.UNSUPPORTED);
        byte[] head = Arrays.copyOf(plain, scan);
        byte[] one = Arrays.copyOfRange(plain, scan, plain.length - 2);
        byte[] many = head;
        for (int i = 0; i < 101; i++) {
            many = JpegBytes.joined(many, one);
        }
        refused("JPEG of 101 scans", JpegBytes.joined(many, bytes(0xFF, 0xD9)), SourceFault.UNSUPPORTED);
        byte[] large = JpegBytes.changed(head, frame + 5, 7_000 >> 8, 7_000 & 0xff, 7_000 >> 8, 7_000 & 0xff);
        for (int i = 0; i < 31; i++) {
            large = JpegBytes.joined(large, one);
        }
        refused(
                "JPEG bomb of 31 scans of 7000x7000",
                JpegBytes.joined(large, bytes(0xFF, 0xD9)),
                SourceFault.UNSUPPORTED);
    }

    private void webp() {
        read("WebP", decoded(LOSSY_WEBP), 6, 4, 0xffc86432);
        read("WebP, lossless", decoded(LOSSLESS_WEBP), 6, 4, 0xffc86432);
        read("WebP with alpha", decoded(LOSSY_ALPHA_WEBP), 6, 4, 0x80c86432);
        read("WebP, lossless, with alpha", decoded(LOSSLESS_ALPHA_WEBP), 6, 4, 0x80c86432);
        read("WebP turned by its Exif", decoded(TURNED_WEBP), 4, 6, 0xffc86432);
        read(
                "WebP turned by Exif that begins as JPEG's does",
                WebpBytes.file(
                        WebpBytes.extended(0x08, 6, 4),
                        WebpBytes.part(decoded(LOSSLESS_WEBP)),
                        WebpBytes.chunk("EXIF", JpegBytes.joined(text("Exif\0\0"), JpegBytes.orientation(6)))),
                4,
                6,
                0xffc86432);
        refused(
                "WebP in Adobe RGB without a profile",
                WebpBytes.file(
                        WebpBytes.extended(0x08, 6, 4),
                        WebpBytes.part(decoded(LOSSLESS_WEBP)),
                        WebpBytes.chunk("EXIF", JpegBytes.optionFile())),
                SourceFault.COLOURS);
        webpAlpha();
        webpLossless();
        refused("WebP, animated", decoded(ANIMATED_WEBP), SourceFault.ANIMATED);
        byte[] plain = decoded(LOSSLESS_WEBP);
        refused("WebP that is cut off", Arrays.copyOf(plain, plain.length - 4), SourceFault.TRUNCATED);
        refused(
                "WebP on a canvas of another size",
                JpegBytes.changed(decoded(TURNED_WEBP), 24, 9),
                SourceFault.DAMAGED);
        refused("WebP of a later version", JpegBytes.changed(plain, 24, 0xe0), SourceFault.UNSUPPORTED);
    }

    private void webpAlpha() {
        byte[] plain = new byte[25];
        Arrays.fill(plain, 1, 25, (byte) 0x80);
        read("WebP with alpha that is not compressed", withAlpha(plain), 6, 4, 0x80c86432);
        byte[] filtered = new byte[25];
        filtered[0] = 1 << 2;
        filtered[1] = (byte) 0x80;
        read("WebP with alpha that is not compressed, but filtered", withAlpha(filtered), 6, 4, 0x80c86432);
        refused("WebP with alpha that is cut off", withAlpha(Arrays.copyOf(plain, 24)), SourceFault.TRUNCATED);
        refused("WebP with alpha of an unknown compression", withAlpha(bytes(2, 0)), SourceFault.DAMAGED);
    }

    private void webpLossless() {
        read("WebP, lossless, with codes for blocks that it has not", WebpBytes.codesForNothing(), 4, 4, 0xff000000);
        refused(
                "WebP, lossless, with more codes than any encoder makes",
                WebpBytes.manyCodes(),
                SourceFault.UNSUPPORTED);
        refused(
                "WebP, lossless, with a transform twice",
                WebpBytes.lossless(4, 4, new WebpBytes.Bits().add(0b101, 3).add(0b101, 3)),
                SourceFault.DAMAGED);
        refused(
                "WebP, lossless, that ends in its pixels",
                WebpBytes.lossless(4, 4, new WebpBytes.Bits().add(0, 8)),
                SourceFault.TRUNCATED);
        byte[][] chunks = new byte[10_001][];
        Arrays.fill(chunks, WebpBytes.chunk("XXXX", new byte[0]));
        refused("WebP of more than 10,000 chunks", WebpBytes.file(chunks), SourceFault.UNSUPPORTED);
    }

    private static byte[] withAlpha(byte[] alpha) {
        return WebpBytes.file(
                WebpBytes.extended(0x10, 6, 4), WebpBytes.chunk("ALPH", alpha), WebpBytes.part(decoded(LOSSY_WEBP)));
    }

    private void others() {
        refused("GIF", text("GIF89a"), SourceFault.UNSUPPORTED);
        refused("TIFF", bytes('I', 'I', 42, 0), SourceFault.UNSUPPORTED);
        refused("BMP", text("BM1234"), SourceFault.UNSUPPORTED);
        refused("HEIC", text("\0\0\0\30ftypheic"), SourceFault.UNSUPPORTED);
        refused("AVIF", text("\0\0\0\30ftypavif"), SourceFault.UNSUPPORTED);
        refused("JPEG XL", bytes(0xFF, 0x0A, 1, 2), SourceFault.UNSUPPORTED);
        refused("SVG", text("<svg xmlns='http://www.w3.org/2000/svg'/>"), SourceFault.UNSUPPORTED);
        refused("Photoshop document", text("8BPS\0\1"), SourceFault.UNSUPPORTED);
        refused("empty file", new byte[0], SourceFault.NOT_A_PICTURE);
        refused("text", text("sku,prompt\n1,a mug\n"), SourceFault.NOT_A_PICTURE);
        refused("file of more than 50 MB", new byte[SourceLimits.DEFAULT.bytes() + 1], SourceFault.TOO_LARGE);
    }

    private static byte[] grey3(byte[] iccp) {
        return PngBytes.of(1, 1, 8, 2)
                .chunk("iCCP", iccp)
                .rows(0, 100, 100, 100)
                .end();
    }

    private static byte[] grey1(byte[] iccp) {
        return PngBytes.of(1, 1, 8, 0).chunk("iCCP", iccp).rows(0, 100).end();
    }

    private void read(String name, byte[] file, int width, int height, int argb) {
        all.add(new Source(name, file, null, width, height, argb));
    }

    private void refused(String name, byte[] file, SourceFault fault) {
        all.add(new Source(name, file, fault, 0, 0, 0));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
