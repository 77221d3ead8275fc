package dev.renderfarm.modelexport.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.diffusion.safetensors.TensorSource;
import dev.renderfarm.modelexport.architecture.TextEncoderSizes;
import dev.renderfarm.modelexport.checkpoint.RandomTensors;
import dev.renderfarm.modelexport.graph.ComponentGraph;
import dev.renderfarm.modelexport.graph.Parameter;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelexport.textencoder.TextEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.Restore;
import org.tensorflow.types.TFloat32;

class VariablesWriterTest {

    private static final ComponentGraph ENCODER =
            TextEncoder.graph(new TextEncoderSizes(101, 8, 24, 2, 2, 1, 4, 1e-6, 1e6), WeightType.F32);

    @TempDir
    Path folder;

    @Test
    void shouldRestoreEveryVariableWhenTensorsAreCutIntoSlicesAndGroups() throws IOException {
        // Given
        TensorSource source = new RandomTensors(
                ENCODER.parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::shape)), 5);
        List<Long> written = new ArrayList<>();
        // When: the table of embeddings alone has 101 * 8 * 4 = 3232 bytes
        new VariablesWriter(new TensorEncoder(WeightType.F32), 700)
                .write(folder.resolve("variables"), ENCODER, source, written::add);
        // Then
        assertThat(written).hasSizeGreaterThan(5).isSorted();
        for (Parameter parameter : ENCODER.parameters()) {
            float[] expected = new float[(int) parameter.elements()];
            source.read(parameter.name(), 0, expected, expected.length);
            assertThat(restored(parameter.name())).as(parameter.name()).isEqualTo(expected);
        }
    }

    private float[] restored(String name) {
        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            Restore restore = tf.train.restore(
                    tf.constant(folder.resolve("variables/variables").toString()),
                    tf.array(name),
                    tf.array(""),
                    List.of(TFloat32.class));
            Operand<?> tensor = restore.tensors().get(0);
            try (Result result = session.runner().fetch(tensor).run()) {
                float[] values = new float[(int) result.get(0).shape().size()];
                result.get(0).asRawTensor().data().asFloats().read(values);
                return values;
            }
        }
    }
}
