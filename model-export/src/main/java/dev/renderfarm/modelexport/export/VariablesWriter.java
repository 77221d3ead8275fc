package dev.renderfarm.modelexport.export;

import dev.renderfarm.diffusion.safetensors.TensorSource;
import dev.renderfarm.modelexport.graph.ComponentGraph;
import dev.renderfarm.modelexport.graph.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.Save;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * Writes the {@code variables} checkpoint of a SavedModel straight from a checkpoint's tensors: no variable ever exists
 * in memory, only one group of pieces does. A tensor larger than a piece is saved in slices along its first axis.
 */
final class VariablesWriter {

    private static final String PREFIX = "variables";

    private final TensorEncoder encoder;
    private final long groupBytes;

    /** @param groupBytes how much is held in memory and written at a time */
    VariablesWriter(TensorEncoder encoder, long groupBytes) {
        this.encoder = encoder;
        this.groupBytes = groupBytes;
    }

    /**
     * Makes the folder and writes the checkpoint to it.
     *
     * @param folder must not exist, but its parent must
     * @param written is told the number of bytes after each group
     */
    void write(Path folder, ComponentGraph graph, TensorSource source, LongConsumer written) throws IOException {
        Files.createDirectory(folder);
        List<String> parts = new ArrayList<>();
        long total = 0;
        for (List<Piece> group : groups(pieces(graph))) {
            String part = folder.resolve("part-" + parts.size()).toString();
            save(part, group, source);
            parts.add(part);
            total += group.stream().mapToLong(this::bytes).sum();
            written.accept(total);
        }
        merge(parts, folder.resolve(PREFIX).toString());
    }

    private void save(String part, List<Piece> group, TensorSource source) {
        List<Tensor> tensors = new ArrayList<>();
        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            List<Operand<?>> values = new ArrayList<>();
            for (int i = 0; i < group.size(); i++) {
                values.add(tf.placeholder(encoder.type().tensorType()));
            }
            Operand<TString> names = tf.array(
                    group.stream().map(piece -> piece.parameter().name()).toArray(String[]::new));
            Operand<TString> slices = tf.array(group.stream().map(Piece::slice).toArray(String[]::new));
            Save save = tf.train.save(tf.constant(part), names, slices, values);
            Session.Runner runner = session.runner().addTarget(save.op());
            for (int i = 0; i < group.size(); i++) {
                TType tensor = encoder.encode(source, group.get(i));
                tensors.add(tensor);
                runner.feed(values.get(i), tensor);
            }
            runner.run().close();
        } finally {
            tensors.forEach(Tensor::close);
        }
    }

    private static void merge(List<String> parts, String target) {
        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            session.run(tf.train.mergeV2Checkpoints(tf.array(parts.toArray(String[]::new)), tf.constant(target)));
        }
    }

    private List<Piece> pieces(ComponentGraph graph) {
        List<Piece> pieces = new ArrayList<>();
        for (Parameter parameter : graph.parameters()) {
            pieces.addAll(
                    Piece.of(parameter, Math.max(1, groupBytes / encoder.type().bytes())));
        }
        return pieces;
    }

    private List<List<Piece>> groups(List<Piece> pieces) {
        List<List<Piece>> groups = new ArrayList<>();
        long bytes = Long.MAX_VALUE / 2;
        for (Piece piece : pieces) {
            if (bytes + bytes(piece) > groupBytes) {
                groups.add(new ArrayList<>());
                bytes = 0;
            }
            groups.get(groups.size() - 1).add(piece);
            bytes += bytes(piece);
        }
        return groups;
    }

    private long bytes(Piece piece) {
        return piece.elements() * encoder.type().bytes();
    }
}
