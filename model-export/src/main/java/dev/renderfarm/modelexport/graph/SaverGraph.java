package dev.renderfarm.modelexport.graph;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.Restore;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * The operations by which TensorFlow's loader fills the variables of a SavedModel. TensorFlow Java's own saver leaves
 * resource variables out, so these are added by hand. Variables are restored in groups, one after another, so that a
 * machine with little memory beside its GPU holds only one group at a time.
 */
public final class SaverGraph {

    private static final String SCOPE = "save";
    private static final long GROUP_BYTES = 256L << 20;

    /** What tells the loader which operations to run. */
    public static SaverDef definition() {
        return SaverDef.newBuilder()
                .setFilenameTensorName(SCOPE + "/filename:0")
                .setSaveTensorName(SCOPE + "/control_dependency:0")
                .setRestoreOpName(SCOPE + "/restore_all")
                .setVersion(SaverDef.CheckpointFormatVersion.V2)
                .build();
    }

    static <T extends TFloating> void add(Ops root, Weights<T> weights, Class<T> type) {
        Ops tf = root.withSubScope(SCOPE);
        Placeholder<TString> filename = tf.withName("filename").placeholder(TString.class);
        // the loader never saves; the checkpoint is written by itself
        tf.withName("control_dependency").identity(filename);
        List<Op> all = new ArrayList<>();
        List<Op> before = List.of();
        for (List<Parameter> group : groups(weights.parameters())) {
            before = restore(tf, filename, weights, group, type, before);
            all.addAll(before);
        }
        tf.withControlDependencies(all).withName("restore_all").noOp();
    }

    private static <T extends TFloating> List<Op> restore(
            Ops tf,
            Operand<TString> filename,
            Weights<T> weights,
            List<Parameter> group,
            Class<T> type,
            List<Op> before) {
        Operand<TString> names = tf.array(group.stream().map(Parameter::name).toArray(String[]::new));
        Operand<TString> whole = tf.zerosLike(names);
        List<Class<? extends TType>> types = new ArrayList<>();
        group.forEach(parameter -> types.add(type));
        Ops after = before.isEmpty() ? tf : tf.withControlDependencies(before);
        Restore restored = after.train.restore(filename, names, whole, types);
        List<Op> assigned = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            @SuppressWarnings("unchecked") // the type asked for above
            Operand<T> value = (Operand<T>) restored.tensors().get(i);
            assigned.add(tf.assignVariableOp(weights.handle(group.get(i)), value));
        }
        return assigned;
    }

    private static List<List<Parameter>> groups(List<Parameter> parameters) {
        List<List<Parameter>> groups = new ArrayList<>();
        List<Parameter> group = new ArrayList<>();
        long bytes = 0;
        for (Parameter parameter : parameters) {
            // as if all were 32 bits wide: only the order of magnitude matters
            long size = parameter.elements() * Float.BYTES;
            if (!group.isEmpty() && bytes + size > GROUP_BYTES) {
                groups.add(group);
                group = new ArrayList<>();
                bytes = 0;
            }
            group.add(parameter);
            bytes += size;
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    private SaverGraph() {}
}
