package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.endtoend.shop.ShopClient;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.FarmSpec;
import dev.renderfarm.standalone.process.ChildProcess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three coordinators behind one address are one farm, whichever of them is asked, and while each is restarted. */
@Tag("long")
class ReplicasIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Catalogue CATALOGUE = new Catalogue(6, "64x64", 1);
    private static final List<String> OF_A_BATCH = List.of(
            "",
            "/tasks?limit=4",
            "/tasks?state=completed&q=mug",
            "/tasks?custom_id=SKU-0003",
            "/tasks/2",
            "/tasks/states",
            "/history",
            "/manifest.csv",
            "/images/SKU-0001.png",
            "/thumbnails/SKU-0001.jpg");
    private static final List<String> OF_THE_FARM = List.of(
            "/v1/models", "/v1/usage?group_by=batch", "/v1/batches?limit=5", "/v1/files?limit=5", "/v1/presets");

    private static final List<FlowFarm> coordinators = new ArrayList<>();
    private static final List<Batch> ended = new ArrayList<>();

    private static String key;

    private static FarmSpec oneOfSeveral(FarmSpec spec) {
        return spec.withProperty(FarmPart.COORDINATOR, "renderfarm.access.keys", "always")
                .withProperty(FarmPart.COORDINATOR, "renderfarm.public-url", "http://farm.example")
                .withProperty(FarmPart.COORDINATOR, "renderfarm.replicas.leave-after", "PT2S")
                .withProperty(FarmPart.COORDINATOR, "quarkus.shutdown.timeout", "PT30S");
    }

    @BeforeAll
    static void startThreeCoordinatorsAndFinishBatches() throws Exception {
        FlowFarm first = FlowFarm.keyed(ReplicasIT::oneOfSeveral);
        coordinators.add(first);
        for (int more = 0; more < 2; more++) {
            coordinators.add(first.anotherCoordinator(ReplicasIT::oneOfSeveral));
        }
        key = first.secret("api-key");
        for (int i = 0; i < 8; i++) {
            ended.add(asked(coordinators.get(i % 3)).submit(CATALOGUE));
        }
        ended.replaceAll(batch -> asked(first).awaitEnd(batch.id(), PATIENCE));
        assertThat(ended).extracting(Batch::status).containsOnly(BatchStatus.COMPLETED);
    }

    @AfterAll
    static void close() {
        for (int last = coordinators.size() - 1; last >= 0; last--) {
            coordinators.get(last).close();
        }
    }

    private static ShopClient asked(FlowFarm coordinator) {
        return new ShopClient(coordinator.processes().url(), key);
    }

    private static List<URI> addresses() {
        return coordinators.stream().map(one -> one.processes().url()).toList();
    }

    @Test
    void shouldGiveTheSameAnswerWhicheverIsAsked() {
        List<String> paths = new ArrayList<>(OF_THE_FARM);
        ended.forEach(batch -> OF_A_BATCH.forEach(path -> paths.add("/v1/batches/" + batch.id() + path)));
        for (String path : paths) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                List<ShopClient.Answer> answers = coordinators.stream()
                        .map(one -> asked(one).ask("GET", path, null))
                        .toList();
                assertThat(answers).as(path).allMatch(ShopClient.Answer::isGood);
                assertThat(answers.stream().distinct()).as(path).hasSize(1);
            });
        }
    }

    @Test
    void shouldKeepFromAStrangerWhatAnotherKeepsWhicheverIsAsked() {
        // Given
        ShopClient admin = asked(coordinators.get(0));
        String stranger = admin.ask("POST", "/v1/keys", "{\"name\":\"s\",\"tenant\":\"other\",\"role\":\"submitter\"}")
                .json()
                .get("secret")
                .asText();
        for (URI coordinator : addresses()) {
            ShopClient other = new ShopClient(coordinator, stranger);
            await().atMost(PATIENCE)
                    .until(() -> other.ask("GET", "/v1/session", null).isGood());
            for (Batch batch : ended) {
                for (String path : List.of("/tasks", "/tasks/states", "/history")) {
                    assertThat(other.ask("GET", "/v1/batches/" + batch.id() + path, null)
                                    .status())
                            .isEqualTo(404);
                }
            }
        }
    }

    /** As Kubernetes does: it is told once, and has time. A farm that stops a process of its own also ends it soon after. */
    private static void restart(ChildProcess coordinator) throws Exception {
        ProcessHandle running = ProcessHandle.of(coordinator.pid()).orElseThrow();
        running.destroy();
        running.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        coordinator.start();
    }

    @Test
    void shouldFailNoRequestAndLoseNothingWhenEachIsRestarted() throws Exception {
        try (FrontDoor door = new FrontDoor(addresses());
                Visitors visitors = new Visitors(door.address(), key)) {
            // Given
            ShopClient client = new ShopClient(door.address(), key);
            BatchId open = client.submit(CATALOGUE.fileName(), new Catalogue(400, "64x64", 1).csv())
                    .id();
            client.pause(open);
            List<String> paths = new ArrayList<>(OF_THE_FARM);
            ended.forEach(batch -> OF_A_BATCH.forEach(path -> paths.add("/v1/batches/" + batch.id() + path)));
            OF_A_BATCH.subList(0, 6).forEach(path -> paths.add("/v1/batches/" + open + path));
            visitors.look(paths);
            visitors.look(paths);
            visitors.submit(CATALOGUE);
            visitors.follow(open);
            // When
            for (FlowFarm coordinator : coordinators) {
                int before = visitors.answers();
                restart(coordinator.processes().coordinator());
                await().atMost(PATIENCE).until(() -> door.ready().size() == coordinators.size());
                await().atMost(PATIENCE).until(() -> visitors.answers() > before);
            }
            client.resume(open);
            Batch last = client.awaitEnd(open, PATIENCE);
            visitors.leave();
            // Then
            assertThat(visitors.failures())
                    .as("of " + visitors.answers() + " requests")
                    .isEmpty();
            assertThat(visitors.answers()).isGreaterThan(100);
            assertThat(visitors.seen()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(last.requestCounts().completed()).isEqualTo(400);
            TreeMap<String, BatchId> opened = visitors.opened();
            assertThat(opened).isNotEmpty();
            assertThat(opened.values()).doesNotHaveDuplicates();
            for (BatchId id : opened.values()) {
                Batch batch = client.awaitEnd(id, PATIENCE);
                assertThat(batch.status()).isEqualTo(BatchStatus.COMPLETED);
                new FinishedBatch(batch, client, coordinators.get(0).bucket())
                        .assertEveryPictureThereOnce(CATALOGUE.skus());
            }
        }
    }
}
