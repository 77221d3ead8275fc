package dev.renderfarm.coordinator.links;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkedFileTest {

    private static final BatchId BATCH = new BatchId("batch_5f0c");
    private static final PublicUrl FARM = PublicUrl.parse("https://farm.example/renders/");
    private static final String PATH = "/v1/batches/batch_5f0c/images/n%C3%A40.png";

    @Test
    void shouldGiveEachLinkOfTheManifestTheAddress() throws IOException {
        assertThat(manifest("""
                sku,url,prompt,input_url
                A,/v1/batches/batch_5f0c/images/A.png,a mug,/v1/batches/batch_5f0c/images/x.png
                B,,"a ""big"", blue
                mug",
                "C,
                c","/v1/batches/batch_5f0c/images/C.png",杯,"url"
                """)).isEqualTo("""
                sku,url,prompt,input_url
                A,https://farm.example/renders/v1/batches/batch_5f0c/images/A.png,a mug,/v1/batches/batch_5f0c/images/x.png
                B,,"a ""big"", blue
                mug",
                "C,
                c","https://farm.example/renders/v1/batches/batch_5f0c/images/C.png",杯,"url"
                """);
    }

    @Test
    void shouldEndWithALinkWhereTheFileDoes() throws IOException {
        assertThat(manifest("url\n" + PATH)).isEqualTo("url\n" + FARM + PATH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sku\n" + PATH + "\n",
                "urls,x\n" + PATH + "," + PATH + "\n",
                "\"a,url\",b\n" + PATH + "," + PATH + "\n",
                "a\nurl\n" + PATH + "\n",
                "url\n/v1/batches/batch_other/images/A.png\n",
                "url\nC:" + PATH + "\n",
                "url,url" + PATH,
                ""
            })
    void shouldLeaveTheManifestAsItIsWhereNoLinkOfTheBatchStands(String csv) throws IOException {
        assertThat(manifest(csv)).isEqualTo(csv);
    }

    @Test
    void shouldGiveEachPictureOfTheOutputTheAddress() throws IOException {
        // Given
        String line = """
                {"id":"a","custom_id":"\\"url\\":","response":{"status_code":200,"body":{"created":1,"data":[\
                {"url":"%1$s/v1/batches/batch_5f0c/images/A.png","renderfarm":{"url":"/v1/batches/batch_5f0c/images/A.png"}},\
                {"url": "%1$s/v1/batches/batch_5f0c/images/A-2.png","b64_json":"\\\\","renderfarm":{"key":"url"}}],"size":null}},\
                "error":null,"renderfarm":{"columns":{"url":"/v1/batches/batch_5f0c/images/A.png","]}":"{[{[{"}}}
                """;
        // When
        String present = output(line.formatted("") + line.formatted(""));
        // Then
        assertThat(present).isEqualTo(line.formatted(FARM) + line.formatted(FARM));
    }

    @Test
    void shouldGoOnWithTheNextLineWhereOneIsDamaged() throws IOException {
        String good = "{\"response\":{\"body\":{\"data\":[{\"url\":\"%s/v1/batches/batch_5f0c/images/A.png\"}]}}}\n";
        String damaged = "{\"a\":[[[{\"b\\\n";
        assertThat(output(damaged + good.formatted(""))).isEqualTo(damaged + good.formatted(FARM));
    }

    @Test
    void shouldPutThePresentAddressInThePlaceOfOneThatWasStored() throws IOException {
        assertThat(manifest("url\nhttp://127.0.0.1:27843" + PATH + "\n")).isEqualTo("url\n" + FARM + PATH + "\n");
    }

    @Test
    void shouldLeaveFilesWithoutLinksAsTheyAre() throws IOException {
        InputStream stored = new ByteArrayInputStream(PATH.getBytes(UTF_8));
        assertThat(LinkedFile.of(stored, BATCH, BatchFile.ERRORS, FARM)).isSameAs(stored);
    }

    @Test
    void shouldFindLinksWhereverTheStreamIsCut() throws IOException {
        // Given
        String csv = "sku,url\n" + ("A," + PATH + "\n").repeat(1_000);
        String linked = "sku,url\n" + ("A," + FARM + PATH + "\n").repeat(1_000);
        InputStream file = LinkedFile.of(stream(csv), BATCH, BatchFile.MANIFEST, FARM);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] some = new byte[7];
        // When
        for (int first = file.read(); first >= 0; first = file.read()) {
            out.write(first);
            int count = file.read(some, 2, 5);
            out.write(some, 2, Math.max(0, count));
        }
        // Then
        assertThat(out.toString(UTF_8)).isEqualTo(linked);
        assertThat(file.read(some, 0, 0)).isZero();
        assertThat(file.read(some)).isEqualTo(-1);
    }

    @Test
    void shouldReadNoFurtherAheadThanABufferWhereACellNeverEnds() throws IOException {
        // Given
        String begin = "url\n/v1/batches/batch_5f0c/images/";
        String csv = begin + "x".repeat(1 << 20);
        ByteArrayInputStream stored = new ByteArrayInputStream(csv.getBytes(UTF_8));
        // When
        InputStream file = LinkedFile.of(stored, BATCH, BatchFile.MANIFEST, FARM);
        String first = new String(file.readNBytes(100), UTF_8);
        // Then
        assertThat(first).startsWith("url\n" + FARM + "/v1/batches/batch_5f0c/images/xxx");
        assertThat(stored.available()).isGreaterThan(1_000_000);
        assertThat(file.readAllBytes()).hasSize(csv.length() + FARM.value().length() - 100);
    }

    @ParameterizedTest
    @EnumSource(names = {"OUTPUT", "MANIFEST"})
    void shouldPassOnThatTheBucketBrokeOff(BatchFile kind) {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken off");
            }
        };
        assertThatThrownBy(() -> LinkedFile.of(broken, BATCH, kind, FARM).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessage("broken off");
    }

    private static String manifest(String csv) throws IOException {
        return new String(
                LinkedFile.of(stream(csv), BATCH, BatchFile.MANIFEST, FARM).readAllBytes(), UTF_8);
    }

    private static String output(String jsonl) throws IOException {
        return new String(
                LinkedFile.of(stream(jsonl), BATCH, BatchFile.OUTPUT, FARM).readAllBytes(), UTF_8);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
