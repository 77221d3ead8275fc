package dev.renderfarm.coordinator.intake;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.edit.PictureFacts;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.catalogue.DeliveryProfiles;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.input.InputFile;
import dev.renderfarm.coordinator.input.InputLimits;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.layout.Layout;
import dev.renderfarm.coordinator.layout.LayoutStore;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.sources.FakeProbe;
import dev.renderfarm.coordinator.sources.FakeSources;
import dev.renderfarm.coordinator.sources.SourceDesk;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes files in, for the model tiny if nothing else is said, and keeps what is stored. */
final class IntakeDesk {

    static final BatchId BATCH = new BatchId("batch_1");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final FileStore files = new FileStore(objects, InstantSource.system(), new Random(1));

    private final FakeProbe probe = new FakeProbe();
    private final SourceDesk sources =
            new SourceDesk(objects, files, probe, FakeSources.BOUNDS, InstantSource.system());

    private final DeliveryProfiles profiles;

    IntakeDesk() {
        this(DeliveryProfiles.shipped());
    }

    IntakeDesk(DeliveryProfiles profiles) {
        this.profiles = profiles;
    }

    InMemoryObjectStore objects() {
        return objects;
    }

    FileStore files() {
        return files;
    }

    /** How often a picture was decoded. */
    int looks() {
        return probe.looks();
    }

    /** An upload that is looked at when a line names it. */
    FileId picture(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return files.save("picture.png", FilePurpose.VISION, null, new ByteArrayInputStream(bytes), bytes.length)
                .id();
    }

    /** An upload that was looked at when it came. */
    FileId picture(String name, byte[] content, PictureFacts facts) {
        return files.save(name, FilePurpose.VISION, null, facts, new ByteArrayInputStream(content), content.length)
                .id();
    }

    /** Takes in edits for a model that draws at 64x64 and has an encoder. */
    BatchCommand validateEdits(String input) throws InterruptedException {
        return validateEdits(FakeModels.editing("tiny"), input, Layout.NONE);
    }

    BatchCommand validateEdits(ModelRegistry models, String input, Layout layout) throws InterruptedException {
        new LayoutStore(objects).put(BATCH, layout);
        return intake(models, 100_000)
                .validate(submit(ImageEndpoint.EDITS, upload("upload", input), null, InputRules.DEFAULT));
    }

    List<RenderItem> items(int part) {
        List<RenderItem> items = new ArrayList<>();
        new ItemPartReader(objects)
                .sequence(BATCH, (part + 1) * ObjectKeys.PART_SIZE)
                .forEachRemaining(stored -> stored.fold(items::add, reason -> false));
        return items.subList(part * ObjectKeys.PART_SIZE, items.size());
    }

    BatchCommand validate(String input) throws InterruptedException {
        return intake(FakeModels.registry("tiny"), 10_000).validate(submit(upload("upload", input), null));
    }

    /** With at most so many lines. */
    BatchIntake intake(ModelRegistry models, int maxLines) {
        return intake(models, new IntakeLimits(maxLines, Math.max(10_000, maxLines), 5));
    }

    BatchIntake intake(ModelRegistry models, IntakeLimits limits) {
        InputFile input = new InputFile(new InputLimits(10_000));
        InputCheck check = new InputCheck(models, input, limits, sources, profiles);
        return new BatchIntake(files, new LayoutStore(objects), objects, check, Runnable::run);
    }

    FileId upload(String name, String content) {
        return upload(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private FileId upload(String name, byte[] bytes) {
        return files.save(name, "batch", new ByteArrayInputStream(bytes), bytes.length)
                .id();
    }

    BatchCommand validate(String name, byte[] content, InputRules rules) throws InterruptedException {
        return intake(FakeModels.registry("tiny", "starter"), 10_000)
                .validate(submit(upload(name, content), new ModelName("starter"), rules));
    }

    BatchCommand validate(String input, InputRules rules) throws InterruptedException {
        return intake(FakeModels.registry("tiny"), 10_000).validate(submit(upload("upload", input), null, rules));
    }

    BatchCommand.Submit submit(FileId file, @Nullable ModelName model) {
        return submit(file, model, InputRules.DEFAULT);
    }

    static BatchCommand.Submit submit(FileId file, @Nullable ModelName model, InputRules rules) {
        return submit(ImageEndpoint.GENERATIONS, file, model, rules);
    }

    static BatchCommand.Submit submit(
            ImageEndpoint endpoint, FileId file, @Nullable ModelName model, InputRules rules) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        return new BatchCommand.Submit(
                BATCH,
                file,
                endpoint.path(),
                "24h",
                model,
                42,
                3,
                Map.of(),
                now,
                now.plusSeconds(86_400),
                rules,
                null,
                null,
                Terms.NONE,
                null,
                Sharing.DEFAULT,
                null,
                null,
                null);
    }

    static List<LineError> rejected(BatchCommand answer) {
        assertThat(answer).isInstanceOf(BatchCommand.Rejected.class);
        return ((BatchCommand.Rejected) answer).errors().data();
    }

    /** What was found worth telling; fails where there is nothing. */
    static List<LineWarning> warnings(BatchCommand answer) {
        InputReport report = answer instanceof BatchCommand.Rejected rejected
                ? rejected.input()
                : ((BatchCommand.Validated) answer).input();
        return requireNonNull(report.warnings(), "no warnings").data();
    }

    /** All that validation has stored, by key. */
    Map<String, String> everything() {
        return objects.keys().stream()
                .filter(key -> key.startsWith("batches/"))
                .collect(Collectors.toMap(key -> key, this::content));
    }

    /** The parts of items that are stored, by key. */
    Map<String, String> parts() {
        return objects.keys().stream()
                .filter(key -> key.contains("/items/"))
                .collect(Collectors.toMap(key -> key, this::content));
    }

    private String content(String key) {
        try (var in = objects.get(key)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
