package dev.renderfarm.modelpackage.folder;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.modelpackage.tokenizer.PromptTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A model package: a folder with {@code model.json}, {@code tokenizer.json} and one SavedModel each for the text
 * encoder, the denoiser, the VAE decoder and, where pictures can be edited, the VAE encoder. Immutable; opening it reads the manifest and looks for the files, but
 * reads no weights.
 */
public final class ModelPackage {

    private static final long MANIFEST_LIMIT = 4L << 20;
    private static final long TOKENIZER_LIMIT = 64L << 20;
    private static final String EXPORT_AGAIN = "export the package again with `farm model export`";

    private final Path folder;
    private final ModelManifest manifest;

    private ModelPackage(Path folder, ModelManifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /**
     * Opens a package and checks that its networks are there; it does not compute digests, see {@link #verify()}.
     *
     * @throws ModelPackageException if the folder is no package, naming the file and field that is wrong
     */
    public static ModelPackage open(Path folder) {
        ModelPackage opened = openWithoutNetworks(folder);
        opened.networks().forEach(network -> requireFile(network.resolve(ModelManifest.GRAPH)));
        return opened;
    }

    /**
     * As {@link #open}, for whoever wants to know what the package is and runs none of it: its networks need not be
     * there.
     */
    public static ModelPackage openWithoutNetworks(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModelPackageException(
                    folder,
                    "no such folder",
                    "give the folder of a model package, or make one with `farm model export`");
        }
        Path file = folder.resolve(ModelManifest.FILE_NAME);
        ModelManifest manifest = read(file);
        for (String path : manifest.files().keySet()) {
            if (escapes(folder, path)) {
                throw new ModelPackageException(
                        file, "field files names a path outside the package: " + path, EXPORT_AGAIN);
            }
        }
        return new ModelPackage(folder, manifest);
    }

    /**
     * For whoever runs the networks: those of another family want other inputs.
     *
     * @throws ModelPackageException if the package is of a family that is not known
     */
    public void requireKnownFamily() {
        if (!ModelManifest.FAMILIES.contains(manifest.family())) {
            throw new ModelPackageException(
                    folder.resolve(ModelManifest.FILE_NAME),
                    "family is " + manifest.family() + ", only " + String.join(", ", ModelManifest.FAMILIES)
                            + " can be rendered here",
                    "give a package of one of them, or run a release that knows " + manifest.family());
        }
    }

    public Path folder() {
        return folder;
    }

    public ModelManifest manifest() {
        return manifest;
    }

    /** Folder of the SavedModel with the signature {@code encode}. */
    public Path textEncoder() {
        return folder.resolve(ModelManifest.TEXT_ENCODER);
    }

    /** Folder of the SavedModel with the signature {@code denoise}. */
    public Path denoiser() {
        return folder.resolve(manifest.denoiser());
    }

    /** Folder of the SavedModel with the signature {@code decode}. */
    public Path vaeDecoder() {
        return folder.resolve(ModelManifest.VAE_DECODER);
    }

    /**
     * Folder of the SavedModel with the signatures {@code encode}, {@code encode_moments} and {@code distribution}.
     *
     * @throws ModelPackageException if the package cannot edit pictures
     */
    public Path vaeEncoder() {
        if (!manifest.edits()) {
            throw new ModelPackageException(
                    folder.resolve(ModelManifest.VAE_ENCODER),
                    "no such network, so that pictures cannot be edited",
                    "export the package again with its encoder, from a checkpoint that has one");
        }
        return folder.resolve(ModelManifest.VAE_ENCODER);
    }

    /** Folders of all SavedModels that it has. */
    public List<Path> networks() {
        List<Path> all = new ArrayList<>(List.of(textEncoder(), denoiser(), vaeDecoder()));
        if (manifest.edits()) {
            all.add(vaeEncoder());
        }
        return all;
    }

    /**
     * Loads the tokenizer; close it after use.
     *
     * @throws ModelPackageException if {@code tokenizer.json} is no tokenizer, or the package was made without one
     */
    public PromptTokenizer openTokenizer() {
        Path file = tokenizerFile();
        requireFile(file);
        try {
            return new PromptTokenizer(bounded(file, TOKENIZER_LIMIT), manifest.tokenizer());
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelPackageException(file, "not a tokenizer: " + e.getMessage(), EXPORT_AGAIN, e);
        }
    }

    /**
     * Reads every file and compares it with its digest in the manifest, and the manifest with its own digest. Reads the
     * whole package: minutes for a large one.
     *
     * @return what is wrong, in the order of the paths; empty if the package is what it claims to be
     */
    public List<DamagedFile> verify() {
        List<DamagedFile> damaged = new ArrayList<>();
        new TreeMap<>(manifest.files()).forEach((path, digest) -> {
            Path file = folder.resolve(path);
            if (!Files.isRegularFile(file)) {
                damaged.add(new DamagedFile(path, DamagedFile.Damage.MISSING));
            } else if (!Sha256.hex(file).equals(digest)) {
                damaged.add(new DamagedFile(path, DamagedFile.Damage.CHANGED));
            }
        });
        TreeSet<String> strangers = new TreeSet<>(FileDigest.filesBelow(folder));
        strangers.removeAll(manifest.files().keySet());
        strangers.remove(ModelManifest.FILE_NAME);
        strangers.forEach(path -> damaged.add(new DamagedFile(path, DamagedFile.Damage.NOT_LISTED)));
        if (!PackageDigest.of(manifest).equals(manifest.digest())) {
            damaged.add(new DamagedFile(ModelManifest.FILE_NAME, DamagedFile.Damage.CHANGED));
        }
        return damaged;
    }

    /** Where the golden record is, or would be. */
    public Path goldenRecord() {
        return folder.resolve(ModelManifest.GOLDEN_RECORD);
    }

    /**
     * Puts a golden record into the package, in place of one that is there, and lists its digest. The package's own
     * digest stays: the networks are the same. Breaking off between the two leaves a record that {@link #verify()}
     * names; doing it again mends that.
     *
     * @return the package as it is now
     */
    public ModelPackage withGoldenRecord(byte[] record) throws IOException {
        replace(goldenRecord(), record);
        ModelManifest listed = manifest.withGoldenRecord(Sha256.hex(goldenRecord()));
        replace(folder.resolve(ModelManifest.FILE_NAME), Json.pretty(listed).getBytes(StandardCharsets.UTF_8));
        return new ModelPackage(folder, listed);
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path written = file.resolveSibling(partial(file.getFileName().toString()));
        // in a package from elsewhere it may be a link to anywhere: removed, never written to
        Files.deleteIfExists(written);
        try {
            Files.write(written, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** Name of a file while it is being written. */
    static String partial(String name) {
        return "." + name + ".partial";
    }

    private Path tokenizerFile() {
        return folder.resolve(ModelManifest.TOKENIZER);
    }

    private static ModelManifest read(Path file) {
        requireFile(file);
        try {
            return Json.read(bounded(file, MANIFEST_LIMIT), ModelManifest.class);
        } catch (IOException | MalformedJsonException e) {
            throw new ModelPackageException(file, requireNonNullElse(reason(e), "cannot be read"), EXPORT_AGAIN, e);
        }
    }

    /** The message of the check in the manifest's own constructor says more than the parser's around it. */
    private static @Nullable String reason(Throwable problem) {
        String place = "";
        for (@Nullable Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof ValueInstantiationException value
                    && value.getType().hasRawClass(Sampling.class)) {
                place = "defaults.";
            }
            if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
                return place + cause.getMessage();
            }
        }
        return problem.getMessage();
    }

    private static byte[] bounded(Path file, long limit) throws IOException {
        long size = Files.size(file);
        if (size > limit) {
            throw new IOException(size + " bytes are more than the limit of " + limit);
        }
        return Files.readAllBytes(file);
    }

    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelPackageException(file, "no such file", EXPORT_AGAIN);
        }
    }

    private static boolean escapes(Path folder, String path) {
        Path root = folder.toAbsolutePath().normalize();
        return path.isEmpty() || !root.resolve(path).normalize().startsWith(root);
    }
}
