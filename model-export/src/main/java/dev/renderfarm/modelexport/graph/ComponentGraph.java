package dev.renderfarm.modelexport.graph;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.family.TFloating;

/**
 * One network, ready to become a SavedModel: its graph with the operations that restore its variables, its signatures
 * and its parameters. The signatures are the contract with the renderer; nothing about the model is left outside the
 * graph.
 *
 * @param parameters in the order of their variables in the saved checkpoint
 * @param signatures by name
 */
public record ComponentGraph(
        GraphDef graph, WeightType type, List<Parameter> parameters, Map<String, SignatureDef> signatures) {

    /** Raised when a change of these graphs changes what a package renders. */
    public static final int VERSION = 2;

    public ComponentGraph {
        parameters = List.copyOf(parameters);
        signatures = Map.copyOf(signatures);
    }

    /**
     * Builds a network's graph.
     *
     * @param tensorType of {@code type}
     * @param network adds the network to the graph and gives its signatures by name
     */
    public static <T extends TFloating> ComponentGraph build(
            WeightType type, Class<T> tensorType, Function<Layers<T>, Map<String, SignatureOf>> network) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Layers<T> layers = new Layers<>(tf, tensorType);
            Map<String, SignatureOf> signatures = network.apply(layers);
            Weights<T> weights = layers.weights();
            SaverGraph.add(tf, weights, tensorType);
            Map<String, SignatureDef> built = new TreeMap<>();
            signatures.forEach((name, signature) -> built.put(name, signature.build()));
            return new ComponentGraph(FunctionLibrary.canonical(graph.toGraphDef()), type, weights.parameters(), built);
        }
    }
}
