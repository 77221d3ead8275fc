package dev.renderfarm.common.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.wire.Json;
import org.junit.jupiter.api.Test;

class EncodingTest {

    @Test
    void shouldBeWrittenAsBeforeWhereItIsWhatThereWasBefore() {
        assertThat(new Encoding(ImageFormat.PNG, 100)).isEqualTo(Encoding.PLAIN);
        assertThat(Json.string(Encoding.PLAIN)).isEqualTo("{}");
        assertThat(Json.read("{}", Encoding.class)).isEqualTo(Encoding.PLAIN);
        assertThat(Encoding.PLAIN.format()).isEqualTo(ImageFormat.PNG);
        assertThat(Encoding.PLAIN.quality()).isEqualTo(100);
    }

    @Test
    void shouldTakeTheBestForGrantedWhereNothingIsSaid() {
        assertThat(new Encoding(ImageFormat.JPEG, 100)).isEqualTo(new Encoding(ImageFormat.JPEG, null));
        assertThat(new Encoding(ImageFormat.WEBP, 0).quality()).isZero();
    }

    @Test
    void shouldLoseNothingWhereTheFileHasEveryPixel() {
        assertThat(Encoding.PLAIN.isLossless()).isTrue();
        assertThat(new Encoding(ImageFormat.WEBP, null).isLossless()).isTrue();
        assertThat(new Encoding(ImageFormat.WEBP, 99).isLossless()).isFalse();
        assertThat(new Encoding(ImageFormat.JPEG, null).isLossless()).isFalse();
    }

    @Test
    void shouldRefuseWhatNoFileCanBe() {
        assertThatThrownBy(() -> new Encoding(ImageFormat.PNG, 85)).hasMessageContaining("a png loses nothing");
        assertThatThrownBy(() -> new Encoding(ImageFormat.JPEG, 101))
                .hasMessage("output_compression must be from 0 to 100: 101");
        assertThatThrownBy(() -> new Encoding(ImageFormat.WEBP, -1)).hasMessageContaining("output_compression");
    }
}
