package dev.renderfarm.modelexport.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Names of a graph's functions. TensorFlow Java gives each a random one, and every use of a loop a copy of its
 * functions. Here equal functions become one, named by the order in which the graph uses them. So the same network is
 * always the same graph.
 */
final class FunctionLibrary {

    private static final String PREFIX = "function_";

    /** The same graph with one copy of each function and names that do not change. */
    static GraphDef canonical(GraphDef graph) {
        Map<String, FunctionDef> byName = new LinkedHashMap<>();
        graph.getLibrary()
                .getFunctionList()
                .forEach(f -> byName.put(f.getSignature().getName(), f));
        Map<FunctionDef, String> canonicalNames = new LinkedHashMap<>();
        Map<String, String> renamed = new LinkedHashMap<>();
        for (String used : usedIn(graph)) {
            FunctionDef function = byName.get(used);
            if (function != null) {
                String name = canonicalNames.computeIfAbsent(nameless(function), f -> PREFIX + canonicalNames.size());
                renamed.put(used, name);
            }
        }
        if (!renamed.keySet().containsAll(byName.keySet())) {
            throw new IllegalStateException(
                    "a function that no node of the graph uses itself: nesting is not supported");
        }
        GraphDef.Builder result = graph.toBuilder();
        FunctionDefLibrary.Builder library = FunctionDefLibrary.newBuilder();
        canonicalNames.forEach((function, name) -> library.addFunction(named(function, name)));
        result.setLibrary(library);
        for (NodeDef.Builder node : result.getNodeBuilderList()) {
            node.getAttrMap().forEach((key, value) -> {
                if (value.hasFunc()) {
                    node.putAttr(key, rename(value, renamed));
                }
            });
        }
        return result.build();
    }

    private static Set<String> usedIn(GraphDef graph) {
        Set<String> names = new LinkedHashSet<>();
        for (NodeDef node : graph.getNodeList()) {
            new TreeMap<>(node.getAttrMap())
                    .values().stream()
                            .filter(AttrValue::hasFunc)
                            .forEach(value -> names.add(value.getFunc().getName()));
        }
        return names;
    }

    private static AttrValue rename(AttrValue value, Map<String, String> renamed) {
        String old = value.getFunc().getName();
        return value.toBuilder()
                .setFunc(value.getFunc().toBuilder().setName(renamed.getOrDefault(old, old)))
                .build();
    }

    /**
     * What two equal functions have in common: all but the name, nodes in the order of theirs; TensorFlow's order
     * varies.
     */
    private static FunctionDef nameless(FunctionDef function) {
        List<NodeDef> nodes = new ArrayList<>(function.getNodeDefList());
        nodes.sort(Comparator.comparing(NodeDef::getName));
        return named(function.toBuilder().clearNodeDef().addAllNodeDef(nodes).build(), "");
    }

    private static FunctionDef named(FunctionDef function, String name) {
        return function.toBuilder()
                .setSignature(function.getSignature().toBuilder().setName(name))
                .build();
    }

    private FunctionLibrary() {}
}
