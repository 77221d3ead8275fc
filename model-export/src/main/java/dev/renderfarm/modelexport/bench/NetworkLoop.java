package dev.renderfarm.modelexport.bench;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.tensorflow.DeviceSettings;
import dev.renderfarm.diffusion.tensorflow.PackagedModel;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Holds a package's networks as a worker does, and runs one at each command on standard input: {@code encode},
 * {@code denoise}, {@code decode}. Answers with the seconds it took. {@code write} writes what they compute beside the
 * inputs.
 *
 * <p>Arguments: package, threads, folder of inputs, latents' height, width and channels, the same of the latents to
 * decode, caption tokens.
 */
final class NetworkLoop {

    public static void main(String[] arguments) throws IOException {
        Path inputs = Path.of(arguments[2]);
        LatentShape shape = shape(arguments, 3);
        LatentShape codeShape = shape(arguments, 6);
        int threads = Integer.parseInt(arguments[1]);
        int[] ids = new int[(int) (Files.size(inputs.resolve("ids")) / Integer.BYTES)];
        bytes(inputs, "ids").asIntBuffer().get(ids);
        Caption caption = new Caption(
                Integer.parseInt(arguments[9]),
                Files.readAllBytes(inputs.resolve("caption")),
                optionalFloats(inputs, "pooled"),
                optionalFloats(inputs, "sizes"));
        float[] latents = floats(inputs, "latents");
        float[] code = floats(inputs, "code");
        float time = floats(inputs, "t")[0];
        DeviceSettings settings = new DeviceSettings(
                threads,
                threads,
                DeviceSettings.DEFAULTS.gpuMemoryFraction(),
                DeviceSettings.DEFAULTS.vaeMemory(),
                DeviceSettings.DEFAULTS.runTimeout());
        try (DiffusionModel model = PackagedModel.load(ModelPackage.open(Path.of(arguments[0])), settings)) {
            Map<String, Runnable> calls = Map.of(
                    "encode", () -> model.encode(ids),
                    "denoise", () -> model.denoise(latents, shape, time, List.of(caption)),
                    "decode", () -> model.decode(code, codeShape, 1));
            System.out.println("ready");
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                long start = System.nanoTime();
                if (command.equals("write")) {
                    Files.write(inputs.resolve("encoded"), model.encode(ids).values());
                    write(inputs, "denoised", model.denoise(latents, shape, time, List.of(caption)));
                    write(inputs, "decoded", model.decodePixels(code, codeShape));
                } else {
                    requireNonNull(calls.get(command), command).run();
                }
                System.out.println((System.nanoTime() - start) / 1e9);
            }
        }
    }

    private static LatentShape shape(String[] arguments, int first) {
        return new LatentShape(
                Integer.parseInt(arguments[first]),
                Integer.parseInt(arguments[first + 1]),
                Integer.parseInt(arguments[first + 2]));
    }

    private static ByteBuffer bytes(Path folder, String name) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float[] floats(Path folder, String name) throws IOException {
        ByteBuffer bytes = bytes(folder, name);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    /** Nothing where the model's family has no such input. */
    private static float[] optionalFloats(Path folder, String name) throws IOException {
        return Files.exists(folder.resolve(name)) ? floats(folder, name) : new float[0];
    }

    private static void write(Path folder, String name, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Files.write(folder.resolve(name), bytes.array());
    }
}
