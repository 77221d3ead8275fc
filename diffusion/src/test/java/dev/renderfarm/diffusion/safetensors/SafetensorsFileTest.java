package dev.renderfarm.diffusion.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {

    @TempDir
    Path folder;

    @Test
    void shouldReadEveryFloatTypeExactlyWhenTheHeaderIsRight() throws IOException {
        // Given
        ByteBuffer data = littleEndian(8 + 4 + 4).putFloat(1.5f).putFloat(-2f);
        data.putShort((short) 0x3fc0).putShort((short) 0xc000); // bfloat16 1.5, -2
        data.putShort((short) 0x3e00).putShort((short) 0xc000); // half 1.5, -2
        Path file = write("""
                {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},
                 "b":{"dtype":"BF16","shape":[1,2],"data_offsets":[8,12]},
                 "__metadata__":{"format":"pt"},
                 "c":{"dtype":"F16","shape":[2,1],"data_offsets":[12,16]}}""", data.array());
        // When
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            // Then
            assertThat(opened.tensors()).containsOnlyKeys("a", "b", "c");
            assertThat(opened.tensor("b").shape()).containsExactly(1L, 2L);
            for (String name : List.of("a", "b", "c")) {
                float[] values = new float[2];
                opened.read(name, 0, values, 2);
                assertThat(values).containsExactly(1.5f, -2f);
            }
            float[] second = new float[1];
            opened.read("c", 1, second, 1);
            assertThat(second).containsExactly(-2f);
        }
    }

    @Test
    void shouldReadTheSameWhetherThePieceIsLargeOrSmall() throws IOException {
        // Given: more than is copied at once
        float[] numbers = new float[300_000];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        try (SafetensorsFile opened = written(numbers)) {
            // When
            float[] all = new float[numbers.length];
            opened.read("a", 0, all, all.length);
            float[] some = new float[1000];
            opened.read("a", 299_000, some, some.length);
            // Then
            assertThat(all).isEqualTo(numbers);
            assertThat(some).isEqualTo(Arrays.copyOfRange(numbers, 299_000, 300_000));
        }
    }

    @Test
    void shouldMakeNoMemoryMapsWhenManySmallPiecesAreRead() throws IOException {
        BufferPoolMXBean mapped = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("mapped"))
                .findAny()
                .orElseThrow();
        try (SafetensorsFile opened = written(new float[1000])) {
            long before = mapped.getCount();
            // When: a process may have 65,530 maps
            for (int i = 0; i < 1000; i++) {
                opened.read("a", i, new float[1], 1);
            }
            // Then
            assertThat(mapped.getCount()).isLessThanOrEqualTo(before);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "[]                                                                          | no JSON object",
                "{\"a\":                                                                      | no JSON",
                "{\"a\":1}                                                                    | unknown dtype",
                "{\"a\":{\"dtype\":\"F9\",\"shape\":[2],\"data_offsets\":[0,8]}}              | unknown dtype \"F9\"",
                "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}                           | no array shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}            | whole numbers from 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}           | whole numbers from 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}} | impossible "
                        + "shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}} | whole numbers "
                        + "from 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}             | needs data_offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}               | needs data_offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}             | needs 12 bytes, its "
                        + "data_offsets hold 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}            | starts at byte 4, "
                        + "expected 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}            | the file holds only 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}             | the file goes on to 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | overlaps a",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | Duplicate field",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[9223372036854775800,9223372036854775807]}} "
                        + "| data_offsets hold 7",
            })
    void shouldNameFileAndFaultWhenTheHeaderIsWrong(String header, String fault) throws IOException {
        Path file = write(header, new byte[8]);
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(fault);
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807", "-1", "0", "1", "100000000000"})
    void shouldRejectTheFileWhenItsHeaderLengthIsForged(long length) throws IOException {
        Path file = folder.resolve("bomb.safetensors");
        Files.write(file, littleEndian(100).putLong(length).array());
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("the header claims");
    }

    @Test
    void shouldRejectTheFileWhenTheHeaderIsLargerThanAnyModelNeeds() throws IOException {
        Path file = folder.resolve("bomb.safetensors");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 30);
            sparse.write(littleEndian(8).putLong((1L << 30) - 8).array());
        }
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("more than the limit");
    }

    @Test
    void shouldRejectTheFileWhenItIsEmptyOrMissing() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        assertThatThrownBy(() -> SafetensorsFile.open(empty)).hasMessageContaining("only 0 bytes");
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none"))).hasMessageContaining("cannot be read");
    }

    @Test
    void shouldRejectTheFileWhenItIsCutOff() throws IOException {
        Path cut = folder.resolve("cut.safetensors");
        byte[] whole = SafetensorsWriter.encode(
                new TreeMap<>(Map.of("made_by", "a test")), List.of(StoredTensor.of("a", new float[] {1, 2}, 2)));
        Files.write(cut, Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> SafetensorsFile.open(cut))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("cut off");
    }

    @Test
    void shouldRefuseToReadWhenTheTensorHoldsNoFloatsOrIsTooShort() throws IOException {
        Path file = write(
                "{\"a\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                new byte[8]);
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThatThrownBy(() -> opened.read("a", 0, new float[1], 1)).hasMessageContaining("of type I32");
            assertThatThrownBy(() -> opened.read("b", 0, new float[2], 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> opened.read("c", 0, new float[1], 1)).hasMessageContaining("c is missing");
        }
    }

    private SafetensorsFile written(float[] numbers) throws IOException {
        Path file = folder.resolve("numbers.safetensors");
        SafetensorsWriter.write(file, new FakeTensors(Map.of("a", numbers)), ElementType.F32);
        return SafetensorsFile.open(file);
    }

    private Path write(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("test.safetensors");
        Files.write(
                file,
                littleEndian(8 + json.length + data.length)
                        .putLong(json.length)
                        .put(json)
                        .put(data)
                        .array());
        return file;
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
