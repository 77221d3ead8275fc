package dev.renderfarm.diffusion.tensorflow;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.diffusion.network.RenderException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tensorflow.RawTensor;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** One SavedModel and the one signature of it that is used. Holds device memory until closed. */
final class Network implements AutoCloseable {

    private static final int MAX_DETAIL = 300;

    private final SavedModelBundle bundle;
    private final SignatureDef signature;
    private final List<String> outputs;
    private final RunOptions options;

    private Network(SavedModelBundle bundle, SignatureDef signature, List<String> outputs, RunOptions options) {
        this.bundle = bundle;
        this.signature = signature;
        this.outputs = outputs;
        this.options = options;
    }

    /** Loads the weights too, so this takes as long as the model is large. */
    static Network load(Path folder, String signatureName, String outputName, DeviceSettings settings) {
        return load(folder, signatureName, List.of(outputName), settings);
    }

    /** As the other, for a signature of which several outputs are read. */
    static Network load(Path folder, String signatureName, List<String> outputNames, DeviceSettings settings) {
        SavedModelBundle bundle = bundle(folder, settings);
        RunOptions options = RunOptions.newBuilder()
                .setTimeoutInMs(settings.runTimeout().toMillis())
                .build();
        try {
            return of(bundle, signatureName, outputNames, options);
        } catch (IllegalArgumentException e) {
            bundle.close();
            throw new IllegalArgumentException(folder + ": " + e.getMessage(), e);
        }
    }

    /** Another signature of the same SavedModel, which lives as long as this. */
    Network sibling(String signatureName, List<String> outputNames) {
        return of(bundle, signatureName, outputNames, options);
    }

    boolean hasInput(String input) {
        return signature.getInputsMap().containsKey(input);
    }

    /** The type in which it wants an input. */
    DataType inputType(String input) {
        return input(input).getDtype();
    }

    /**
     * One pass. The tensors given stay the caller's to close; the output is only there for the reader.
     *
     * @throws RenderException where the device fails
     */
    <T> T run(Map<String, ? extends Tensor> inputs, Function<RawTensor, T> reader) {
        return runAll(inputs, values -> reader.apply(values.get(0)));
    }

    /** As {@link #run}, with all outputs in the order in which they were asked for. */
    <T> T runAll(Map<String, ? extends Tensor> inputs, Function<List<RawTensor>, T> reader) {
        Session.Runner runner = bundle.session().runner().setOptions(options);
        outputs.forEach(runner::fetch);
        inputs.forEach((name, tensor) -> runner.feed(input(name).getName(), tensor));
        try (Result result = runner.run()) {
            return reader.apply(IntStream.range(0, outputs.size())
                    .mapToObj(i -> result.get(i).asRawTensor())
                    .toList());
        } catch (TFResourceExhaustedException e) {
            throw new RenderException(
                    FailureCode.DEVICE_OUT_OF_MEMORY,
                    "the device has too little memory for this size and micro-batch: " + firstLine(e),
                    e);
        } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
            throw new RenderException(codeOf(e), "TensorFlow failed: " + firstLine(e), e);
        }
    }

    @Override
    public void close() {
        bundle.close();
    }

    private static SavedModelBundle bundle(Path folder, DeviceSettings settings) {
        try {
            return SavedModelBundle.loader(folder.toString())
                    .withTags(SavedModelBundle.DEFAULT_TAG)
                    .withConfigProto(settings.config())
                    .load();
        } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
            throw new RenderException(
                    FailureCode.RENDER_FAILED, folder + ": TensorFlow cannot load it: " + firstLine(e), e);
        }
    }

    private static Network of(
            SavedModelBundle bundle, String signatureName, List<String> outputNames, RunOptions options) {
        SignatureDef signature = bundle.metaGraphDef().getSignatureDefMap().get(signatureName);
        if (signature == null || !signature.getOutputsMap().keySet().containsAll(outputNames)) {
            throw new IllegalArgumentException("the SavedModel lacks the signature " + signatureName
                    + " with the output " + String.join(" and ", outputNames) + "; export the package again");
        }
        List<String> tensors = new ArrayList<>();
        for (String outputName : outputNames) {
            tensors.add(signature.getOutputsOrThrow(outputName).getName());
        }
        return new Network(bundle, signature, tensors, options);
    }

    private TensorInfo input(String name) {
        TensorInfo info = signature.getInputsMap().get(name);
        if (info == null) {
            throw new IllegalArgumentException("the SavedModel has no input " + name + ", only "
                    + signature.getInputsMap().keySet() + "; export the package again");
        }
        return info;
    }

    /** TensorFlow has no type of its own for a run that took too long, only this message. */
    private static FailureCode codeOf(RuntimeException e) {
        return String.valueOf(e.getMessage()).contains("Timed out")
                ? FailureCode.RENDER_TIMED_OUT
                : FailureCode.RENDER_FAILED;
    }

    private static String firstLine(RuntimeException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
        return line.length() <= MAX_DETAIL ? line : line.substring(0, MAX_DETAIL) + "…";
    }
}
