package dev.renderfarm.endtoend.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a worker has counted of its device so far.
 *
 * @param busy seconds in which it worked
 * @param starved seconds in which it stood idle beside a task that was queued
 */
record DeviceSeconds(double busy, double starved) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static DeviceSeconds of(URI worker) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(worker.resolve("/q/metrics")).build();
        String metrics = HTTP.send(request, BodyHandlers.ofString()).body();
        return new DeviceSeconds(
                value("renderfarm_device_busy_seconds_total", metrics),
                value("renderfarm_device_starved_seconds_total", metrics));
    }

    /** Of the time since then in which tasks were queued, that in which the device worked. */
    double shareSince(DeviceSeconds earlier) {
        double worked = busy - earlier.busy;
        return worked / (worked + starved - earlier.starved);
    }

    private static double value(String counter, String metrics) {
        Matcher line = Pattern.compile("^" + counter + "(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE)
                .matcher(metrics);
        if (!line.find()) {
            throw new IllegalStateException("the worker does not tell " + counter);
        }
        return Double.parseDouble(line.group(1));
    }
}
