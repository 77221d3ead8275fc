package dev.renderfarm.modelexport.export;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import dev.renderfarm.modelexport.architecture.ModelSizes;
import dev.renderfarm.modelexport.checkpoint.CheckpointException;
import dev.renderfarm.modelexport.graph.ComponentGraph;
import dev.renderfarm.modelexport.graph.WeightType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Writes the networks of one checkpoint as SavedModels, with constant memory. */
public final class NetworkWriter {

    private static final long GROUP_BYTES = 256L << 20;

    private final ModelSizes sizes;
    private final WeightType type;
    private final WeightOrigin weights;
    private final Progress progress;

    NetworkWriter(ModelSizes sizes, WeightType type, WeightOrigin weights, Progress progress) {
        this.sizes = sizes;
        this.type = type;
        this.weights = weights;
        this.progress = progress;
    }

    /** Sizes of the checkpoint's networks. */
    public ModelSizes sizes() {
        return sizes;
    }

    /** Of the weights that are written. */
    public WeightType type() {
        return type;
    }

    /**
     * Compares the tensors of networks with what the configuration says of them, without reading any.
     *
     * @throws dev.renderfarm.modelexport.checkpoint.CheckpointException if they do not fit
     * @throws dev.renderfarm.diffusion.safetensors.SafetensorsException if a weight file is broken
     */
    void check(List<Component> components) throws IOException {
        for (Component component : components) {
            opened(component).close();
        }
    }

    /** Whether the checkpoint has anything of the network that edits pictures. */
    boolean hasEncoder() throws IOException {
        ComponentGraph graph = graph(Component.VAE_ENCODER);
        try (TensorSource source = weights.open(Component.VAE_ENCODER, graph.parameters())) {
            return source.tensors().keySet().stream().anyMatch(name -> name.startsWith(Component.ENCODER));
        }
    }

    /**
     * Writes a network as the checkpoint has it.
     *
     * @param folder must not exist, but its parent must
     */
    public void write(Component component, Path folder) throws IOException {
        write(component, graph(component), UnaryOperator.identity(), folder);
    }

    /**
     * Writes another graph for a component, after its tensors were found to be as the configuration says.
     *
     * @param view of the checkpoint's tensors, with the parameters of {@code graph}; it is not closed
     * @param folder must not exist, but its parent must
     */
    public void write(Component component, ComponentGraph graph, UnaryOperator<TensorSource> view, Path folder)
            throws IOException {
        // fails where the folder around it is gone: an interrupted export does not come back to life
        Files.createDirectory(folder);
        try (TensorSource source = opened(component)) {
            progress.opened(
                    folder.getFileName().toString(),
                    graph.parameters().size(),
                    source.tensors().size());
            long total = graph.parameters().stream()
                    .mapToLong(parameter -> parameter.elements() * graph.type().bytes())
                    .sum();
            new VariablesWriter(new TensorEncoder(graph.type()), GROUP_BYTES)
                    .write(
                            folder.resolve("variables"),
                            graph,
                            view.apply(source),
                            written -> progress.written(folder.getFileName().toString(), written, total));
        }
        SavedModelWriter.write(folder.resolve(ModelManifest.GRAPH), graph);
    }

    private ComponentGraph graph(Component component) {
        return component.graph(sizes, component.typeOf(sizes, type));
    }

    /** A component's tensors, which are as the configuration says. */
    private TensorSource opened(Component component) throws IOException {
        ComponentGraph whole = graph(component);
        TensorSource source = weights.open(component, component.tensors(whole, sizes));
        try {
            WeightCheck.check(source, whole.parameters(), tensor -> component.mayIgnore(tensor, sizes));
            return source;
        } catch (CheckpointException e) {
            try (source) {
                throw e;
            }
        }
    }
}
