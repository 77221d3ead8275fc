package dev.renderfarm.modelexport.export;

import com.google.protobuf.CodedOutputStream;
import dev.renderfarm.modelexport.graph.ComponentGraph;
import dev.renderfarm.modelexport.graph.SaverGraph;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/** Writes {@code saved_model.pb}, the same bytes for the same graph. */
final class SavedModelWriter {

    private static final String SERVE = "serve";
    private static final int SCHEMA_VERSION = 1;

    static void write(Path file, ComponentGraph graph) throws IOException {
        MetaGraphDef metaGraph = MetaGraphDef.newBuilder()
                .setMetaInfoDef(
                        MetaGraphDef.MetaInfoDef.newBuilder().addTags(SERVE).setTensorflowVersion(TensorFlow.version()))
                .setGraphDef(graph.graph())
                .setSaverDef(SaverGraph.definition())
                .putAllSignatureDef(graph.signatures())
                .build();
        SavedModel model = SavedModel.newBuilder()
                .setSavedModelSchemaVersion(SCHEMA_VERSION)
                .addMetaGraphs(metaGraph)
                .build();
        try (OutputStream out = Files.newOutputStream(file)) {
            CodedOutputStream coded = CodedOutputStream.newInstance(out);
            // maps, such as a node's attributes, come in the order of a hash otherwise
            coded.useDeterministicSerialization();
            model.writeTo(coded);
            coded.flush();
        }
    }

    private SavedModelWriter() {}
}
