package dev.renderfarm.coordinator.fairness;

import dev.renderfarm.common.id.BatchId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long each batch takes to its last picture where nothing else comes: tenants have their parts of the devices by
 * weight, in each the first batch has what is not for those whose turn it is, and whoever is done leaves its part to the
 * others.
 */
final class Outlook {

    private static final double OUT_OF_ORDER = 1.0 / TenantQueue.TURN;
    private static final double NOTHING = 1e-9;

    /** A batch on its way. */
    private static final class Course {
        private final Contender contender;
        private double work;
        private double rate;

        Course(Contender contender, double work) {
            this.contender = contender;
            this.work = work;
        }
    }

    /** The batches of a tenant, and its part. */
    private record Lane(double weight, List<Course> courses) {}

    /**
     * @param devices that draw at once, each one device second in a second
     * @return seconds by batch, of those that have anything to be drawn
     */
    static Map<BatchId, Double> seconds(
            Collection<Contender> contenders, TenantWeights weights, int window, double devices) {
        Costs costs = Costs.of(contenders);
        List<Lane> lanes = new ArrayList<>();
        Allotment.byTenant(contenders).forEach((tenant, own) -> {
            List<Course> courses = own.stream()
                    .sorted(Comparator.comparing(Contender::rank))
                    .map(contender -> new Course(contender, work(contender, costs)))
                    .filter(course -> course.work > NOTHING)
                    .toList();
            lanes.add(new Lane(weights.of(tenant), new ArrayList<>(courses)));
        });
        lanes.removeIf(lane -> lane.courses().isEmpty());
        Map<BatchId, Double> done = new HashMap<>();
        double now = 0;
        while (!lanes.isEmpty() && devices > 0) {
            share(lanes, window, devices);
            double step = lanes.stream()
                    .flatMap(lane -> lane.courses().stream())
                    .filter(course -> course.rate > 0)
                    .mapToDouble(course -> course.work / course.rate)
                    .min()
                    .orElseThrow();
            now += step;
            for (Lane lane : lanes) {
                lane.courses().forEach(course -> course.work -= course.rate * step);
                double at = now;
                lane.courses().removeIf(course -> isDone(course, at, done));
            }
            lanes.removeIf(lane -> lane.courses().isEmpty());
        }
        return done;
    }

    /** Pictures that are left and attempts that will fail among them, in device seconds. */
    private static double work(Contender contender, Costs costs) {
        Spent spent = contender.spent();
        int left = contender.fresh() + contender.retrying() + contender.inFlight();
        double attempts = spent.settled() == 0 ? 1 : 1 + (double) spent.retries() / spent.settled();
        return left * attempts * costs.of(contender);
    }

    private static boolean isDone(Course course, double now, Map<BatchId, Double> done) {
        if (course.work > NOTHING * Math.max(1, now)) {
            return false;
        }
        done.put(course.contender.batch(), now);
        return true;
    }

    /** Who may not use all of its part leaves it to others. */
    private static void share(List<Lane> lanes, int window, double devices) {
        List<Lane> narrowFirst = lanes.stream()
                .sorted(Comparator.comparingDouble(lane -> most(lane, window, devices) / lane.weight()))
                .toList();
        double left = devices;
        double weight = lanes.stream().mapToDouble(Lane::weight).sum();
        for (Lane lane : narrowFirst) {
            double part = Math.min(left * lane.weight() / weight, most(lane, window, devices));
            share(lane.courses(), part, window, devices);
            left -= part;
            weight -= lane.weight();
        }
    }

    private static void share(List<Course> courses, double part, int window, double devices) {
        double outOfOrder = courses.size() == 1 ? 0 : part * OUT_OF_ORDER / courses.size();
        double left = part;
        for (Course course : courses) {
            course.rate = Math.min(outOfOrder, most(course, window, devices));
            left -= course.rate;
        }
        for (Course course : courses) {
            double more = Math.min(left, most(course, window, devices) - course.rate);
            course.rate += more;
            left -= more;
        }
    }

    private static double most(Lane lane, int window, double devices) {
        return Math.min(
                devices,
                lane.courses().stream()
                        .mapToDouble(course -> most(course, window, devices))
                        .sum());
    }

    /** One that is capped has no larger part of the devices than of the window. */
    private static double most(Course course, int window, double devices) {
        return devices * Math.min(1, (double) course.contender.mostInFlight() / window);
    }

    private Outlook() {}
}
