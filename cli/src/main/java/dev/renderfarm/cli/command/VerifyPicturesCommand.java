package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.cli.pictures.FarmSources;
import dev.renderfarm.cli.pictures.FolderSources;
import dev.renderfarm.cli.pictures.SourceFiles;
import dev.renderfarm.cli.verify.BatchPictures;
import dev.renderfarm.cli.verify.Examined;
import dev.renderfarm.cli.verify.PictureExamination;
import dev.renderfarm.cli.verify.PictureFinding;
import dev.renderfarm.cli.verify.PictureFinding.Outcome;
import dev.renderfarm.cli.verify.PictureSample;
import dev.renderfarm.cli.verify.PictureTrait;
import dev.renderfarm.cli.verify.PicturesOnDisk;
import dev.renderfarm.cli.verify.Rerendering;
import dev.renderfarm.cli.watch.BatchSource;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.provenance.credential.CredentialException;
import dev.renderfarm.provenance.credential.PemFiles;
import dev.renderfarm.provenance.verdict.ProvenanceReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says of pictures whether they are what the farm made. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Holds pictures against what is told of them: their digest in the JSON beside each and, of a batch, as the"
                    + " farm tells it; the C2PA manifest that was signed into them, if they have one; and of edits the"
                    + " pixels that they keep, with the pictures that they began with.",
            "A file or folder here is read with the JSON beside each picture, and needs a farm only for what edits"
                    + " began with, if --images does not have it. Of a batch all pictures that are finished are"
                    + " fetched, and none is kept.",
            "With --rerender the farm draws some of them again, from the seeds that they were drawn from, as a batch of"
                    + " its own: on a device of the same kind and with the same package it gives the same bytes."
        },
        footer = {"", "The exit code is 1 if anything does not hold, or could not be checked."})
final class VerifyPicturesCommand implements Callable<Integer> {

    private static final int DOES_NOT_HOLD = 1;
    private static final int FEW_RERENDERED = 8;
    private static final int MOST_RERENDERED = 50;

    private final CommandEnvironment environment;
    private final FarmOptions options;

    @Parameters(paramLabel = "FILE|BATCH", description = "A picture, the folder of a download, or a batch's ID")
    @Nullable
    String target;

    @Option(
            names = "--trust",
            paramLabel = "PEM",
            description = "Certificates of authorities that signers have to lead to (default: whoever signed is shown)")
    @Nullable
    Path trust;

    @Option(names = "--require-provenance", description = "A picture without a manifest does not hold")
    boolean provenanceRequired;

    @Option(
            names = "--images",
            paramLabel = "FOLDER",
            description = "Where the pictures are that edits began with, whatever they are called (default: the farm)")
    @Nullable
    Path images;

    @Option(
            names = "--rerender",
            description = "Have some of them drawn again, and compare: the same ones each time, one of each line")
    boolean rerender;

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "How many are drawn again, 1 to " + MOST_RERENDERED + " (default: ${DEFAULT-VALUE})")
    int sample = FEW_RERENDERED;

    VerifyPicturesCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    /** What {@code --json} writes. */
    record Verified(boolean holds, List<Examined> pictures) {}

    @Override
    public Integer call() throws InterruptedException {
        ProvenanceReader reader = new ProvenanceReader(anchors(), environment.clock());
        if (sample < 1 || sample > MOST_RERENDERED) {
            throw new FarmException(
                    FailureCode.INVALID_REQUEST, "--sample must be a whole number from 1 to " + MOST_RERENDERED);
        }
        PictureSample chosen = new PictureSample(rerender ? sample : 0);
        PictureExamination examination = new PictureExamination(reader, provenanceRequired, sources(), chosen);
        List<Examined> found = new ArrayList<>();
        String named = Objects.requireNonNull(target, "required");
        Optional<Path> here = here(named);
        if (here.isPresent()) {
            new PicturesOnDisk(examination).examine(here.get(), found::add);
        } else {
            new BatchPictures(options.client(environment), examination).examine(batch(named), found::add);
        }
        if (rerender) {
            Map<String, PictureFinding> again = new Rerendering(options.client(environment)).of(chosen, this::follow);
            found.replaceAll(examined -> examined.with(
                    PictureTrait.RERENDERED,
                    again.getOrDefault(examined.picture(), PictureFinding.notTold("not asked"))));
        }
        boolean holds = found.stream().allMatch(Examined::holds);
        options.print(new Verified(holds, found), table(found, rerender));
        return holds ? 0 : DOES_NOT_HOLD;
    }

    private void follow(Batch drawn) throws InterruptedException {
        options.introduce("drawn again as " + drawn.id());
        new Follow(environment, options)
                .toTheEnd(drawn.id(), BatchSource.of(options.client(environment)), batch -> {}, batch -> {});
    }

    private SourceFiles sources() {
        return images == null ? new FarmSources(() -> options.client(environment)) : new FolderSources(images);
    }

    private List<X509Certificate> anchors() {
        try {
            return trust == null ? List.of() : PemFiles.certificates(trust);
        } catch (CredentialException e) {
            throw new FarmException(FailureCode.INVALID_REQUEST, "--trust: " + e.getMessage());
        }
    }

    private static Optional<Path> here(String named) {
        try {
            return Optional.of(Path.of(named)).filter(Files::exists);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static BatchId batch(String named) {
        try {
            return new BatchId(named);
        } catch (IllegalArgumentException e) {
            throw new FarmException(
                    FailureCode.INVALID_REQUEST, "there is no file " + named + ", and no batch can be called so");
        }
    }

    private static String table(List<Examined> found, boolean again) {
        List<PictureTrait> traits = Arrays.stream(PictureTrait.values())
                .filter(trait -> trait != PictureTrait.RERENDERED || again)
                .toList();
        Table table = new Table(row("PICTURE", traits, PictureTrait::name));
        found.forEach(examined -> table.add(row(examined.picture(), traits, trait -> cell(examined, trait))));
        String of = " of " + found.size();
        long failing = found.stream().filter(each -> each.has(Outcome.FAILS)).count();
        long unknown = found.stream()
                .filter(each -> !each.has(Outcome.FAILS) && each.has(Outcome.NOT_CHECKED))
                .count();
        return table.take()
                + (failing == 0 && unknown == 0 ? "all " + found.size() + " hold\n" : "")
                + (failing == 0 ? "" : failing + of + " do not hold\n")
                + (unknown == 0 ? "" : unknown + of + " could not be checked\n");
    }

    private static String[] row(String first, List<PictureTrait> traits, Function<PictureTrait, String> cell) {
        return Stream.concat(Stream.of(first), traits.stream().map(cell)).toArray(String[]::new);
    }

    private static String cell(Examined examined, PictureTrait check) {
        PictureFinding finding = Objects.requireNonNull(examined.findings().get(check), "every check was made");
        return switch (finding.outcome()) {
            case HOLDS, NOT_TOLD -> finding.detail();
            case FAILS -> "FAILS: " + finding.detail();
            case NOT_CHECKED -> "not checked: " + finding.detail();
        };
    }
}
