package dev.renderfarm.modelexport.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.modelexport.architecture.ModelSizes;
import dev.renderfarm.modelexport.checkpoint.CheckpointConfiguration;
import dev.renderfarm.modelexport.checkpoint.ShippedFiles;
import dev.renderfarm.modelexport.graph.Parameter;
import dev.renderfarm.modelexport.graph.WeightType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** At the sizes of the official model; the graphs' own tensors are compared by name elsewhere. */
class ComponentTest {

    @ParameterizedTest
    @CsvSource({
        "TEXT_ENCODER, 386, 398, 4022468096",
        "TRANSFORMER, 521, 521, 6154908736",
        "VAE_DECODER, 138, 138, 49545475",
        "VAE_ENCODER, 106, 106, 34274208"
    })
    void shouldHoldTheTensorsOfTheOfficialCheckpoint(Component component, int needed, int held, long elements) {
        // Given
        ModelSizes sizes =
                CheckpointConfiguration.read(new ShippedFiles("z-image-turbo")).sizes();
        var graph = component.graph(sizes, WeightType.BF16);
        // When
        List<Parameter> tensors = component.tensors(graph, sizes);
        // Then
        assertThat(graph.parameters()).hasSize(needed);
        assertThat(tensors).hasSize(held).extracting(Parameter::name).doesNotHaveDuplicates();
        assertThat(tensors.stream().mapToLong(Parameter::elements).sum()).isEqualTo(elements);
        assertThat(tensors.subList(needed, held)).allMatch(tensor -> component.mayIgnore(tensor.name(), sizes));
    }

    @ParameterizedTest
    @CsvSource({
        "sd-1.5, CLIP, 196, 123060480",
        "sd-1.5, UNET, 686, 859520964",
        "sdxl, CLIP, 713, 817720320",
        "sdxl, UNET, 1680, 2567463684"
    })
    void shouldHoldTheTensorsOfStableDiffusion(String name, Component component, int held, long elements) {
        // Given
        ModelSizes sizes = CheckpointConfiguration.read(new ShippedFiles(name)).sizes();
        // When
        List<Parameter> tensors = component.tensors(component.graph(sizes, WeightType.BF16), sizes);
        // Then
        assertThat(tensors).hasSize(held).extracting(Parameter::name).doesNotHaveDuplicates();
        assertThat(tensors.stream().mapToLong(Parameter::elements).sum()).isEqualTo(elements);
    }
}
