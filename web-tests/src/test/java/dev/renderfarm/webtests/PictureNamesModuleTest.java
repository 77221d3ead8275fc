package dev.renderfarm.webtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.browser.Tab;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which pictures a sheet names, in the browser as on the command line. */
@QuarkusTest
class PictureNamesModuleTest extends PageTest {

    private static final String MODULE = "/app/picture-names.js";
    private static final String NAMED = "(m, [text, names]) => [...m.namedIn(text, names)]";

    @Test
    void shouldFindPicturesByTheirNameOrAsTheirSku(Tab tab) {
        // Given
        String sheet =
                "sku;image\r\nmug-7;\r\n\"CUP, red\";\nX;https://shop.example/p/Jar.JPG?v=3\nY;C:\\photos\\vase.webp\n";
        List<String> names = List.of("MUG-7.png", "CUP, red.png", "jar.jpg", "vase.webp", "mug-70.png");
        // When, then
        assertThat(tab.module(MODULE, NAMED, List.of(sheet, names)))
                .isEqualTo(List.of("MUG-7.png", "CUP, red.png", "jar.jpg", "vase.webp"));
    }

    @Test
    void shouldTakeLettersThatAreComposedForThoseThatAreNot(Tab tab) {
        assertThat(tab.module(MODULE, NAMED, List.of("sku\nCAF\u00c9\n", List.of("cafe\u0301.png"))))
                .isEqualTo(List.of("cafe\u0301.png"));
    }

    @Test
    void shouldReadSheetsAsTheirMarkSays(Tab tab) {
        String code = "(m, bytes) => m.sheetText(new Uint8Array(bytes).buffer)";
        assertThat(tab.module(MODULE, code, List.of(0xff, 0xfe, 0x41, 0, 0x4d, 0x67)))
                .isEqualTo("A\u674d");
        assertThat(tab.module(MODULE, code, List.of(0xef, 0xbb, 0xbf, 0x41))).isEqualTo("A");
    }

    @Test
    void shouldShowWhatIsPaintedAnew(Tab tab) {
        // Given: three by three pixels, a dark one in the middle, and one white in its corner that no border reaches
        String code =
                "(m, [kind, level]) => { const at = pixel => pixel === 4 ? [0, 0, 0, 255] : [255, 255, 255, level];"
                        + " const data = new Uint8ClampedArray([...Array(9).keys()].flatMap(at));"
                        + " return Object.values(m.repainted({ width: 3, height: 3, data }, kind)).join(''); }";
        // When, then
        assertThat(preview(tab, code, "white", 255)).isEqualTo("111101111");
        assertThat(preview(tab, code, "alpha", 0)).isEqualTo("111101111");
        assertThat(preview(tab, code, "alpha", 255)).isEqualTo("111111111");
    }

    @Test
    void shouldKeepWhiteThatNoBorderReaches(Tab tab) {
        // Given: a dark ring around a white pixel
        String code = "m => { const data = new Uint8ClampedArray([...Array(9).keys()].flatMap(pixel => pixel === 4"
                + " ? [255, 255, 255, 255] : [9, 9, 9, 255])); const pixels = m.repainted({ width: 3, height: 3, data }, 'white');"
                + " return { painted: pixels.some(Boolean), kept: m.keptShare(pixels) }; }";
        // When, then
        assertThat(tab.module("/app/mask-preview.js", code)).isEqualTo(Map.of("painted", false, "kept", 1));
    }

    private static @Nullable Object preview(Tab tab, String code, String kind, int level) {
        return tab.module("/app/mask-preview.js", code, List.of(kind, level));
    }
}
