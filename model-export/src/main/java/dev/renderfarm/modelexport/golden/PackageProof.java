package dev.renderfarm.modelexport.golden;

import dev.renderfarm.common.model.ClipWindows;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.golden.Finding;
import dev.renderfarm.diffusion.golden.GoldenComparison;
import dev.renderfarm.diffusion.golden.GoldenException;
import dev.renderfarm.diffusion.golden.GoldenFile;
import dev.renderfarm.diffusion.golden.GoldenRecord;
import dev.renderfarm.diffusion.golden.GoldenRequest;
import dev.renderfarm.diffusion.golden.GoldenRun;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import dev.renderfarm.modelpackage.tokenizer.PromptTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Gives packages their golden records, and holds packages against them. */
public final class PackageProof {

    /** What is recorded where nothing else is asked for. */
    public static final String PROMPT = "a red ceramic mug on a white table";

    public static final long SEED = 1;
    public static final int STEPS = 4;

    /** The smallest picture that has patches which are not at an edge. */
    private static final int PATCHES = 4;
    /** Of a package without a tokenizer: every vocabulary has as many. */
    private static final int TOKENS = 8;

    private final Function<ModelPackage, DiffusionModel> networks;

    /** @param networks loads a package's networks */
    public PackageProof(Function<ModelPackage, DiffusionModel> networks) {
        this.networks = networks;
    }

    /**
     * Runs the networks and puts what they give into the package.
     *
     * @param prompt null for {@link #PROMPT}, or for a few token ids where the package has no tokenizer
     * @throws GoldenException where the prompt cannot be used, or the networks give no finite numbers
     */
    public void record(ModelPackage model, @Nullable String prompt, long seed, int steps)
            throws IOException, InterruptedException {
        GoldenRequest request = request(model, prompt, seed, steps);
        try (DiffusionModel loaded = networks.apply(model)) {
            GoldenRecord record =
                    new GoldenRun(loaded, model.manifest()).record(request, "farm model golden, " + loaded.device());
            model.withGoldenRecord(new GoldenFile(model.manifest()).encode(record));
        }
    }

    /**
     * Puts another implementation's record into the package, as it is. The networks are not run.
     *
     * @throws GoldenException where it does not fit the package
     */
    public GoldenRecord adopt(ModelPackage model, Path file) throws IOException {
        GoldenRecord record = new GoldenFile(model.manifest()).read(file);
        model.withGoldenRecord(Files.readAllBytes(file));
        return record;
    }

    /** Runs the networks and compares stage by stage. */
    public void compare(ModelPackage model, GoldenRecord record, Consumer<Finding> findings)
            throws InterruptedException {
        int[] tokenIds = tokenIds(model, record.request().prompt());
        try (DiffusionModel loaded = networks.apply(model)) {
            new GoldenComparison(new GoldenRun(loaded, model.manifest()), model.manifest())
                    .compare(record, tokenIds, findings);
        }
    }

    private static GoldenRequest request(ModelPackage model, @Nullable String prompt, long seed, int steps) {
        ModelManifest manifest = model.manifest();
        int side = PATCHES * manifest.size().multiple() / manifest.latent().scale();
        LatentShape shape = new LatentShape(side, side, manifest.latent().channels());
        if (!hasTokenizer(model)) {
            if (prompt != null) {
                throw new GoldenException(model.folder() + ": the package has no tokenizer; leave the prompt out");
            }
            int[] some = IntStream.range(0, TOKENS).toArray();
            int[] filled = manifest.tokenizer() instanceof ClipWindows windows ? windows.fill(some) : some;
            return new GoldenRequest(null, IntStream.of(filled).boxed().toList(), seed, steps, shape);
        }
        String text = prompt == null ? PROMPT : prompt;
        int[] ids = tokenIds(model, text);
        if (ids == null || ids.length > manifest.tokenizer().maxIds()) {
            throw new GoldenException("the prompt has more than "
                    + manifest.tokenizer().maxTokens() + " tokens with its template; shorten it");
        }
        return new GoldenRequest(text, IntStream.of(ids).boxed().toList(), seed, steps, shape);
    }

    private static int @Nullable [] tokenIds(ModelPackage model, @Nullable String prompt) {
        if (prompt == null || !hasTokenizer(model)) {
            return null;
        }
        try (PromptTokenizer tokenizer = model.openTokenizer()) {
            return tokenizer.encode(prompt);
        } catch (IllegalArgumentException e) {
            throw new GoldenException(String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean hasTokenizer(ModelPackage model) {
        return model.manifest().files().containsKey(ModelManifest.TOKENIZER);
    }
}
