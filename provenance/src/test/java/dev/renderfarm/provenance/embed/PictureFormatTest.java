package dev.renderfarm.provenance.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.provenance.jumbf.BoxType;
import dev.renderfarm.provenance.jumbf.JumbfWriter;
import dev.renderfarm.provenance.refusal.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureFormatTest {

    private static byte[] manifest(int bytes) {
        return JumbfWriter.superbox(BoxType.MANIFEST_STORE, "c2pa", JumbfWriter.cbor(new byte[bytes]));
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindWhatWasEmbeddedWhereItWasSaidToBe(PictureFormat format) throws MalformedException {
        for (int bytes : new int[] {0, 1, 100, 65_480, 200_001}) {
            // Given
            byte[] file = Pictures.of(format);
            byte[] manifest = manifest(bytes);
            // When
            Embedded embedded = format.embedded(file, manifest);
            Located found = format.find(embedded.file()).orElseThrow();
            // Then
            assertThat(found.manifest()).isEqualTo(ByteBuffer.wrap(manifest));
            assertThat(found.start()).isEqualTo(embedded.start());
            assertThat(found.length()).isEqualTo(embedded.length());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellFormatsApartAndFindNothingWhenNothingIsThere(PictureFormat format) throws MalformedException {
        // Given
        byte[] file = Pictures.of(format);
        // Then
        assertThat(PictureFormat.of(file)).contains(format);
        assertThat(format.find(file)).isEmpty();
        assertThat(PictureFormat.of(new byte[0])).isEmpty();
        assertThat(PictureFormat.of(new byte[100])).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"PNG", "JPEG"})
    void shouldLeaveEveryPixelAsItWas(PictureFormat format) throws MalformedException, IOException {
        // Given
        byte[] file = Pictures.of(format);
        // When
        byte[] embedded = format.embedded(file, manifest(70_000)).file();
        // Then
        assertThat(pixels(embedded)).isEqualTo(pixels(file));
    }

    @Test
    void shouldPutTheChunkAfterTheHeaderOfAPng() throws MalformedException {
        // When
        Embedded embedded =
                PictureFormat.PNG.embedded(Pictures.png(), HexFormat.of().parseHex("0badcafe"));
        // Then
        assertThat(embedded.start()).isEqualTo(33);
        assertThat(HexFormat.of().formatHex(embedded.file(), 33, 33 + embedded.length()))
                .isEqualTo("00000004" + "63614258" + "0badcafe" + "31c5b9e0");
    }

    @Test
    void shouldPutTheSegmentsAfterThoseOfJfif() throws MalformedException {
        // Given
        byte[] manifest = manifest(1);
        // When
        Embedded embedded = PictureFormat.JPEG.embedded(Pictures.jpeg(), manifest);
        // Then
        assertThat(embedded.start()).isEqualTo(20);
        assertThat(HexFormat.of().formatHex(embedded.file(), 20, 20 + embedded.length()))
                .isEqualTo("ffeb" + "%04x".formatted(manifest.length + 10) + "4a50" + "0001" + "00000001"
                        + HexFormat.of().formatHex(manifest));
    }

    @Test
    void shouldCountThePaddingOfAChunkInTheSizeOfAWebp() throws MalformedException {
        // Given
        byte[] manifest = manifest(1);
        // When
        byte[] file = PictureFormat.WEBP.embedded(Pictures.webp(), manifest).file();
        // Then
        assertThat(manifest.length % 2).isEqualTo(1);
        assertThat(file.length).isEqualTo(Pictures.webp().length + 8 + manifest.length + 1);
        assertThat(file[4] & 0xFF | (file[5] & 0xFF) << 8).isEqualTo(file.length - 8);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameTheFormatWhenAFileIsCutOffAnywhere(PictureFormat format) throws MalformedException {
        // Given
        byte[] whole = format.embedded(Pictures.of(format), manifest(100)).file();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            // When
            if (PictureFormat.of(cut).isPresent()) {
                try {
                    format.find(cut);
                } catch (MalformedException e) {
                    // Then
                    assertThat(e).message().startsWithIgnoringCase(format.name());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAFileWhenItHasSeveralManifests(PictureFormat format) throws MalformedException {
        // Given
        byte[] once = format.embedded(Pictures.of(format), manifest(10)).file();
        byte[] twice = format.embedded(once, manifest(20)).file();
        // Then
        assertThatThrownBy(() -> format.find(twice)).isInstanceOf(MalformedException.class);
    }

    @Test
    void shouldRefuseAChunkWhenItsLengthLies() {
        // Given
        byte[] file = Pictures.png();
        ByteBuffer.wrap(file).putInt(33, -2);
        // Then
        assertThatThrownBy(() -> PictureFormat.PNG.find(file))
                .hasMessage("PNG chunk at byte 33 says that it has 4294967294 bytes of data, and the file ends before");
    }

    @Test
    void shouldRefuseSegmentsWhenTheyAreOutOfOrderOrShort() throws MalformedException {
        // Given
        byte[] swapped =
                PictureFormat.JPEG.embedded(Pictures.jpeg(), manifest(100_000)).file();
        swapped[20 + 11] = 2;
        byte[] longer =
                PictureFormat.JPEG.embedded(Pictures.jpeg(), manifest(10)).file();
        longer[20 + 15]++;
        // Then
        assertThatThrownBy(() -> PictureFormat.JPEG.find(swapped))
                .hasMessage("JPEG has segments of its manifest out of order");
        assertThatThrownBy(() -> PictureFormat.JPEG.find(longer)).hasMessageStartingWith("JPEG's manifest says");
    }

    private static int[] pixels(byte[] file) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(file)).getRGB(0, 0, 16, 16, null, 0, 16);
    }
}
