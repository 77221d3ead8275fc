package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.pictures.PictureFolder;
import dev.renderfarm.cli.pictures.PictureUploads;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.batch.OnInvalid;
import dev.renderfarm.common.catalogue.Correction;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.ImageEndpoint;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A file of requests and how it is read: what a plan and a submission have in common. */
final class InputOptions {

    @Spec(Spec.Target.MIXEE)
    CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "What to render; - is standard input")
    Path file = Path.of("");

    @Option(names = "--model", paramLabel = "M", description = "Model of lines that name none")
    @Nullable
    ModelName model;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Makes the batch repeatable: lines without a seed get theirs from it (default: drawn)")
    @Nullable
    Long seed;

    @Option(
            names = "--strict",
            description =
                    "Refuse columns and fields that the farm does not know (default: carry them into the results)")
    boolean strict;

    @Option(
            names = "--on-invalid",
            paramLabel = "WHAT",
            description = "Where lines cannot be rendered: reject_batch, or skip_lines, which renders the others"
                    + " (default: reject_batch)")
    @Nullable
    OnInvalid onInvalid;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description =
                    "Encoding of a FILE that is not Unicode, such as windows-1252, gbk, big5 or shift_jis (default:"
                            + " UTF-8, or UTF-16 where the file has a byte order mark)")
    @Nullable
    String encoding;

    @Option(
            names = "--format",
            paramLabel = "WHAT",
            description = "What FILE is: csv or jsonl (default: what its content says, else its name)")
    @Nullable
    FileFormat format;

    @Option(
            names = "--map",
            paramLabel = "FIELD=COLUMN",
            description = "Which column holds a field, as in sku=\"Variant SKU\", or prompt=template:\"{title} on"
                    + " marble\"; size= where a column of that name is not the picture's; may be repeated")
    List<String> mapping = List.of();

    @Option(
            names = "--template",
            paramLabel = "T",
            description = "What prompts are made of: a name of farm templates, or a text such as \"{title},"
                    + " {color|lower}, on {background|marble}\"")
    @Nullable
    String template;

    @Option(names = "--preset", paramLabel = "P", description = "What silent lines ask for: see farm presets")
    @Nullable
    String preset;

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description = "What silent lines ask for, before what the preset says of it, as in size=16:9 or"
                    + " num_inference_steps=50%%; may be repeated")
    List<String> fields = List.of();

    @Option(
            names = "--variants",
            paramLabel = "NAME=A,B",
            description =
                    "Ask for every line with each of the values, as in background=marble,oak; a comma in a value is"
                            + " written \\,; may be repeated")
    List<String> variants = List.of();

    @Option(
            names = "--corrections",
            paramLabel = "JSON",
            description = "A file with what lies over lines of FILE, which stays as it is: [{\"line\": 7, \"field\":"
                    + " \"size\", \"value\": \"1024x1024\"}, {\"line\": 9, \"skip\": true}]")
    @Nullable
    Path corrections;

    @Option(
            names = "--edits",
            description = "The pictures of FILE begin with others, which its lines name by file id, key or data URL")
    boolean edits;

    @Option(
            names = "--images",
            paramLabel = "FOLDER",
            description = "Where pictures are that lines of FILE name, or that are called as their SKU: those are sent,"
                    + " each once; the same as --edits")
    @Nullable
    Path images;

    ImageEndpoint endpoint() {
        return edits || images != null ? ImageEndpoint.EDITS : ImageEndpoint.GENERATIONS;
    }

    /** With the ids of the pictures that the sheet names, which are sent. */
    BatchRequest.Options withImages(BatchRequest.Options wanted, Path sheet, FarmClient client)
            throws InterruptedException {
        if (images == null) {
            return wanted;
        }
        SortedMap<String, Path> named = PictureFolder.of(images).namedIn(sheet, charset());
        if (named.size() > BatchRequest.MOST_IMAGES) {
            throw wrong("--images finds " + named.size() + " pictures that FILE names, at most "
                    + BatchRequest.MOST_IMAGES + " may be: split FILE");
        }
        return wanted.withImages(new PictureUploads(client).send(named).ids());
    }

    private Charset charset() {
        try {
            return encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        } catch (IllegalArgumentException e) {
            throw wrong("--encoding is not known here: save FILE as UTF-8");
        }
    }

    BatchRequest.Options options(@Nullable Integer maxAttempts) {
        return new BatchRequest.Options(
                        seed,
                        maxAttempts,
                        strict ? true : null,
                        onInvalid == null ? null : onInvalid.wireName(),
                        encoding)
                .laidOut(
                        mapping.isEmpty() ? null : once("--map", mapping),
                        template,
                        preset,
                        fields.isEmpty() ? null : once("--set", fields),
                        variants.isEmpty() ? null : varied(),
                        corrections == null ? null : List.of(HandwrittenJson.read(corrections, Correction[].class)));
    }

    private Map<String, String> once(String option, List<String> entries) {
        Map<String, String> values = new LinkedHashMap<>();
        entries.forEach(entry -> {
            if (values.put(name(option, entry), value(entry)) != null) {
                throw wrong(option + " has " + name(option, entry) + " twice: keep one");
            }
        });
        return values;
    }

    /** A name that is repeated gets more values. */
    private Map<String, List<String>> varied() {
        Map<String, List<String>> varied = new LinkedHashMap<>();
        variants.forEach(entry -> varied.computeIfAbsent(name("--variants", entry), none -> new ArrayList<>())
                .addAll(values(entry)));
        return varied;
    }

    private List<String> values(String entry) {
        try {
            return ListedValues.of(value(entry));
        } catch (IllegalArgumentException e) {
            throw wrong("--variants " + entry + ": " + e.getMessage());
        }
    }

    private String name(String option, String entry) {
        int equals = entry.indexOf('=');
        if (equals < 1) {
            throw wrong(option + " needs NAME=VALUE, not \"" + entry + "\"");
        }
        return entry.substring(0, equals).strip();
    }

    private static String value(String entry) {
        return entry.substring(entry.indexOf('=') + 1).strip();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
