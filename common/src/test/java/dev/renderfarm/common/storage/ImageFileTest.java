package dev.renderfarm.common.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {

    @ParameterizedTest
    @EnumSource
    void shouldReadBackItsNameWhateverTheFormat(ImageFormat format) {
        ImageFile file = new ImageFile(new ImageName("Käse-1.2"), format);
        assertThat(ImageFile.parse(file.toString())).isEqualTo(file);
    }

    @Test
    void shouldBeCalledAsItAlwaysWas() {
        assertThat(new ImageFile(new ImageName("SKU-1"), ImageFormat.PNG)).hasToString("SKU-1.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SKU-1", "SKU-1.json", "SKU-1.gif", ".png", "png", "../x.png", "a/b.png", ""})
    void shouldRefuseWhatNoPictureIsCalled(String file) {
        assertThatThrownBy(() -> ImageFile.parse(file)).isInstanceOf(IllegalArgumentException.class);
    }
}
