package dev.renderfarm.coordinator.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.batch.ExpiresAfter;
import dev.renderfarm.common.catalogue.Correction;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.plan.BatchPlan;
import dev.renderfarm.common.plan.EstimateSource;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.catalogue.DeliveryProfiles;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.input.InputFile;
import dev.renderfarm.coordinator.input.InputLimits;
import dev.renderfarm.coordinator.intake.BatchIntake;
import dev.renderfarm.coordinator.intake.InputCheck;
import dev.renderfarm.coordinator.intake.IntakeLimits;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.layout.Layouts;
import dev.renderfarm.coordinator.layout.TestLayouts;
import dev.renderfarm.coordinator.ledger.books.FakeCapacity;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.pace.PicturePaces;
import dev.renderfarm.coordinator.prices.DevicePrices;
import dev.renderfarm.coordinator.scaling.Backlogs;
import dev.renderfarm.coordinator.sources.FakeSources;
import dev.renderfarm.coordinator.submission.BatchReader;
import dev.renderfarm.coordinator.submission.BatchSubmission;
import dev.renderfarm.coordinator.submission.KnownBatches;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a plan tells. Long because every case plans on the same desks: they share the fixture. */
class BatchPlannerTest {

    private static final ModelName TINY = new ModelName("tiny");
    private static final String SHEET = """
            sku,title,colour,size
            MUG,Red mug,red,64x64
            CUP,Tea cup,,99x99
            JAR,Jar,blue,100x99
            POT,Pot,green,
            """;

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final InstantSource clock = InstantSource.fixed(TestBatches.CREATED);
    private final FileStore files = new FileStore(objects, clock, new Random(1));
    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final FakeCapacity capacity = new FakeCapacity();
    private final ModelRegistry models = FakeModels.editing("tiny");
    private final Layouts layouts = TestLayouts.of(objects);
    private final InputCheck check = new InputCheck(
            models,
            new InputFile(new InputLimits(10_000)),
            new IntakeLimits(1_000, 1_000, 5),
            FakeSources.none(),
            DeliveryProfiles.shipped());
    private final BatchPlanner planner = new BatchPlanner(
            new BatchPlanner.Desks(
                    files,
                    new EarlierBatches(directory),
                    models,
                    layouts,
                    check,
                    new PicturePaces(directory, new ItemPartReader(objects), models, clock),
                    new Backlogs(directory, capacity, Duration.ofSeconds(2), clock),
                    capacity,
                    new DevicePrices(Optional.of("EUR"), Optional.of(new BigDecimal("3.60")), List.of())),
            Duration.ofSeconds(2),
            1,
            Duration.ZERO,
            clock,
            new Random(3));

    @Test
    void shouldTellMistakesByWhatMendsThemWithTheirCells() throws InterruptedException {
        // When
        BatchPlan plan = planner.plan(request(SHEET, "{title}, {colour|white}", Map.of(), List.of()));
        // Then
        assertThat(plan.submittable()).isFalse();
        assertThat(plan.errors().total()).isEqualTo(2);
        BatchPlan.Group sizes = plan.errors().groups().get(0);
        assertThat(plan.errors().groups()).hasSize(1);
        assertThat(sizes.param()).isEqualTo("size");
        assertThat(sizes.count()).isEqualTo(2);
        assertThat(sizes.message()).isEqualTo("99x99 cannot be drawn by tiny");
        assertThat(sizes.mend()).startsWith("choose both sides multiples of 16");
        assertThat(sizes.lines()).extracting(BatchPlan.Line::line).containsExactly(3, 4);
        assertThat(sizes.lines().get(0).cells()).containsEntry("size", "99x99").containsEntry("title", "Tea cup");
        assertThat(plan.columns()).containsExactlyInAnyOrder("title", "colour");
    }

    @Test
    void shouldCountWhatIsSoundAndReckonWhatItTakes() throws InterruptedException {
        // When
        BatchPlan plan = planner.plan(request(
                SHEET,
                "{title}, {colour|white}",
                Map.of(),
                List.of(new Correction(3, "size", "64x64", null), new Correction(4, null, null, true))));
        // Then
        assertThat(plan.submittable()).isTrue();
        assertThat(plan.errors().groups()).isEmpty();
        assertThat(plan.counts().pictures()).isEqualTo(3);
        assertThat(plan.counts().skipped()).isEqualTo(1);
        assertThat(plan.firstLines())
                .extracting(BatchPlan.FirstLine::prompt)
                .containsExactly("Red mug, red", "Tea cup, white", "Pot, green");
        assertThat(plan.firstLines()).extracting(BatchPlan.FirstLine::tokens).containsExactly(3, 3, 2);
        assertThat(plan.earlier()).isNull();
        BatchPlan.Estimate estimate = requireNonNull(plan.estimate());
        assertThat(estimate.source()).isEqualTo(EstimateSource.CONFIGURED);
        assertThat(estimate.deviceSeconds().likely()).isEqualTo(6);
        assertThat(requireNonNull(estimate.cost()).amount()).isEqualByComparingTo("0.006");
        assertThat(requireNonNull(estimate.finishes()).likely()).isEqualTo(TestBatches.CREATED.plusSeconds(6));
    }

    @Test
    void shouldCountTheStepsThatRunWhenDrawingsBeginWithAPicture() throws InterruptedException {
        // Given
        String picture =
                "data:image/png;base64," + Base64.getEncoder().encodeToString("64x64".getBytes(StandardCharsets.UTF_8));
        Map<String, Object> line = Map.of("sku", "MUG", "prompt", "a mug", "image", picture, "strength", 0.5);
        // When
        BatchPlan plan = planner.plan(
                new BatchRequest(null, ImageEndpoint.EDITS.path(), null, null, null, null, null, List.of(line)));
        // Then
        assertThat(plan.counts().kinds()).singleElement().satisfies(kind -> assertThat(kind.numInferenceSteps())
                .isEqualTo(4));
        assertThat(requireNonNull(plan.estimate()).deviceSeconds().likely()).isEqualTo(1);
    }

    @Test
    void shouldPlanExactlyWhatASubmissionOfTheSameBecomes() throws InterruptedException {
        // Given
        BatchRequest request = request(
                SHEET,
                "{title}, {colour|white} on {background}",
                Map.of("background", List.of("marble", "an oak table"), "size", List.of("64x64", "16:9 50%")),
                List.of(new Correction(5, "title", "Tea pot", null)));
        // When
        BatchPlan plan = planner.plan(request);
        BatchCommand validated = submitted(request);
        // Then
        assertThat(plan.counts().pictures()).isEqualTo(16);
        assertThat(validated).isInstanceOfSatisfying(BatchCommand.Validated.class, batch -> assertThat(batch.total())
                .isEqualTo(16));
        List<String> prompts = new ArrayList<>();
        new ItemPartReader(objects)
                .sequence(validated.batchId(), 16)
                .forEachRemaining(
                        item -> item.fold(found -> prompts.add(found.image().prompt()), lost -> false));
        assertThat(prompts.subList(0, 5))
                .isEqualTo(plan.firstLines().stream()
                        .map(BatchPlan.FirstLine::prompt)
                        .toList());
        assertThat(prompts).contains("Tea pot, green on an oak table");
        assertThat(plan.firstLines().get(2).customId()).startsWith("MUG-");
    }

    @Test
    void shouldLeaveNothingBehind() throws InterruptedException {
        // Given
        BatchRequest request = request(SHEET, "{title}", Map.of(), List.of());
        var before = List.copyOf(objects.keys());
        // When
        planner.plan(request);
        // Then
        assertThat(objects.keys()).containsExactlyElementsOf(before);
    }

    @Test
    void shouldSayWhatATemplateReadsThatTheFileDoesNotHave() throws InterruptedException {
        BatchPlan plan = planner.plan(request(SHEET, "{titel} {colour}", Map.of(), List.of()));
        assertThat(plan.errors().groups()).hasSize(1);
        assertThat(plan.errors().groups().get(0).message()).contains("{titel}");
        assertThat(plan.errors().groups().get(0).mend()).isEqualTo("did you mean \"title\"?");
    }

    @Test
    void shouldNameTheLineWhereAPlaceIsEmpty() throws InterruptedException {
        BatchPlan plan = planner.plan(request(SHEET, "{title} {colour}", Map.of(), List.of()));
        assertThat(plan.errors().groups()).anySatisfy(group -> {
            assertThat(group.param()).isEqualTo("prompt");
            assertThat(group.lines()).extracting(BatchPlan.Line::line).containsExactly(3);
        });
    }

    @Test
    void shouldRefuseACorrectionOfALineThatThereIsNot() throws InterruptedException {
        BatchPlan plan =
                planner.plan(request(SHEET, "{title}", Map.of(), List.of(new Correction(99, "title", "x", null))));
        assertThat(plan.submittable()).isFalse();
        assertThat(plan.errors().groups()).extracting(BatchPlan.Group::param).contains("corrections");
    }

    @Test
    void shouldSayWhenNobodyRenders() throws InterruptedException {
        // Given
        capacity.become(0, 0);
        // When
        BatchPlan.Estimate estimate =
                requireNonNull(planner.plan(request("sku,prompt\nA,mug\n", null, Map.of(), List.of()))
                        .estimate());
        // Then
        assertThat(estimate.finishes()).isNull();
        assertThat(estimate.hindrance()).isEqualTo("no worker of model " + TINY + " is running");
    }

    @Test
    void shouldTellSeedsOnlyWhereTheLineOrTheBatchSaysThem() throws InterruptedException {
        // Given
        BatchRequest given = request("sku,prompt,seed\nA,mug,7\nB,cup,\n", null, Map.of(), List.of());
        // When
        List<BatchPlan.FirstLine> ofBatch = planner.plan(given).firstLines();
        List<BatchPlan.FirstLine> ofLine = planner.plan(withOptions(given, new BatchRequest.Options(null, null)))
                .firstLines();
        List<BatchPlan.FirstLine> ofNobody =
                planner.plan(withOptions(given, null)).firstLines();
        // Then
        assertThat(ofBatch).extracting(BatchPlan.FirstLine::seed).startsWith(7L).doesNotContainNull();
        assertThat(ofLine).extracting(BatchPlan.FirstLine::seed).containsExactly(7L, null);
        assertThat(ofNobody).isEqualTo(ofLine);
    }

    private static BatchRequest withOptions(BatchRequest request, BatchRequest.@Nullable Options options) {
        return new BatchRequest(request.inputFileId(), request.endpoint(), null, null, null, options);
    }

    @Test
    void shouldNameTheFieldThatASubmissionWouldBeRefusedFor() {
        assertThatThrownBy(() -> planner.plan(request(SHEET, "{title|uper}", Map.of(), List.of())))
                .isInstanceOfSatisfying(RequestRefusedException.class, refused -> assertThat(refused.param())
                        .isEqualTo("renderfarm.template"));
        assertThatThrownBy(() -> planner.plan(request(SHEET, "studoi", Map.of(), List.of())))
                .hasMessageContaining("did you mean \"studio\"?");
        assertThatThrownBy(() -> planner.plan(request(SHEET, "{title}", Map.of("a", List.of("x", "x ")), List.of())))
                .hasMessageContaining("would be called");
    }

    @Test
    void shouldRefuseAFileThatNoSubmissionTakes() {
        // Given
        byte[] csv = "sku,prompt\nA,mug\n".getBytes(StandardCharsets.UTF_8);
        String other = files.save("a.csv", "user_data", new ByteArrayInputStream(csv), csv.length)
                .id()
                .value();
        var twoHoursAgo = InstantSource.fixed(TestBatches.CREATED.minusSeconds(7_200));
        String expired = new FileStore(objects, twoHoursAgo, new Random(5))
                .save(
                        "b.csv",
                        FilePurpose.BATCH,
                        new ExpiresAfter(ExpiresAfter.CREATED_AT, ExpiresAfter.LEAST_SECONDS),
                        new ByteArrayInputStream(csv),
                        csv.length)
                .id()
                .value();
        // Then
        for (String file : List.of(other, expired)) {
            assertThatThrownBy(() -> planner.plan(new BatchRequest(file, BatchRequest.IMAGES, null, null, null, null)))
                    .isInstanceOfSatisfying(RequestRefusedException.class, refused -> assertThat(refused.param())
                            .isEqualTo("input_file_id"));
        }
    }

    private BatchCommand submitted(BatchRequest request) throws InterruptedException {
        var commands = new FakeCommandPublisher();
        var time = new ManualTime(TestBatches.CREATED);
        new BatchSubmission(
                        files,
                        new KnownBatches(directory, objects, clock),
                        models,
                        layouts,
                        commands,
                        new BatchReader(directory, Duration.ZERO, time, time),
                        capacity,
                        clock,
                        new Random(2))
                .submit(request, null, null);
        var intake = new BatchIntake(files, layouts.store(), objects, check, Runnable::run);
        return intake.validate((BatchCommand.Submit) commands.commands().get(0));
    }

    private BatchRequest request(
            String csv, @Nullable String template, Map<String, List<String>> variants, List<Correction> corrections) {
        byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
        String file = files.save("sheet.csv", "batch", new ByteArrayInputStream(bytes), bytes.length)
                .id()
                .value();
        var options = new BatchRequest.Options(1L, null)
                .laidOut(null, template, null, null, new LinkedHashMap<>(variants), corrections);
        return new BatchRequest(file, BatchRequest.IMAGES, null, null, null, options);
    }
}
