package dev.renderfarm.endtoend.bench;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.endtoend.shop.ShopClient;
import dev.renderfarm.standalone.layout.FarmAddresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A standalone farm that another process holds together, seen from outside. */
final class RunningFarm implements AutoCloseable {

    /** Every child of coordinator and worker kind is given the file of its settings by name. */
    private static final Pattern SETTINGS =
            Pattern.compile("[^\0=]*/settings/((?:coordinator|worker-[0-9]+)\\.properties)");

    private static final Pattern STAGE =
            Pattern.compile("renderfarm_stage_seconds_sum\\{[^}]*stage=\"([a-z_]+)\"[^}]*\\} ([0-9.E+-]+)");
    private static final long STOP_SECONDS = 90;
    private static final double MILLIS = 1e3;

    private final Process process;
    private final ShopClient client;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Long> pids = new TreeMap<>();
    private final Map<String, URI> workers = new TreeMap<>();

    RunningFarm(Process process, FarmAddresses addresses) throws IOException {
        this.process = process;
        this.client = new ShopClient(addresses.coordinator());
        for (ProcessHandle child :
                ProcessHandle.of(addresses.pid()).orElseThrow().children().toList()) {
            String command = Files.readString(Path.of("/proc", Long.toString(child.pid()), "cmdline"));
            String name = name(command);
            if (name != null) {
                pids.put(name, child.pid());
            }
        }
        if (pids.size() < 4) {
            throw new IllegalStateException("a farm is broker, s3, coordinator and workers, but found " + pids);
        }
    }

    ShopClient client() {
        return client;
    }

    /** What each process has used since it began, by name: {@code broker}, {@code s3}, {@code worker-1}. */
    Map<String, ProcessUse> use() {
        Map<String, ProcessUse> use = new TreeMap<>();
        pids.forEach((name, pid) -> use.put(name, ProcessUse.of(pid)));
        return use;
    }

    Map<String, Double> peakResidentMiB() throws IOException {
        Map<String, Double> peaks = new TreeMap<>();
        for (var process : pids.entrySet()) {
            peaks.put(process.getKey(), Machine.peakResidentMiB(process.getValue()));
        }
        return peaks;
    }

    /** Milliseconds of the clock that tasks have spent in each stage, of all workers. */
    Map<String, Double> stageMillis() throws IOException, InterruptedException {
        Map<String, Double> stages = new TreeMap<>();
        for (URI worker : workers.values()) {
            String metrics = http.send(
                            HttpRequest.newBuilder(worker.resolve("/q/metrics")).build(), BodyHandlers.ofString())
                    .body();
            Matcher stage = STAGE.matcher(metrics);
            while (stage.find()) {
                stages.merge(stage.group(1), Double.parseDouble(stage.group(2)) * MILLIS, Double::sum);
            }
        }
        return stages;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end the farm", e);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable String name(String command) throws IOException {
        if (command.contains(".BrokerMain")) {
            return "broker";
        }
        if (command.contains("s3proxy.jar")) {
            return "s3";
        }
        Matcher settings = SETTINGS.matcher(command);
        if (!settings.find()) {
            return null;
        }
        String name = settings.group(1).replace(".properties", "");
        if (name.startsWith("worker")) {
            workers.put(name, address(Path.of(settings.group().replaceFirst("^file:(//)?", ""))));
        }
        return name;
    }

    private static URI address(Path settings) throws IOException {
        Properties properties = new Properties();
        try (var content = Files.newBufferedReader(settings)) {
            properties.load(content);
        }
        return URI.create("http://127.0.0.1:" + requireNonNull(properties.getProperty("quarkus.http.port"), "no port"));
    }
}
