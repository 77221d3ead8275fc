package dev.renderfarm.endtoend.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Which faults there are, and when. The same seed gives the same ones on every machine.
 *
 * @param faults in the order of time
 */
public record FaultSchedule(long seed, List<Planned> faults) {

    public FaultSchedule {
        faults = List.copyOf(faults);
    }

    /**
     * @param gap mean time between the beginnings of two faults; each is from half of that to one and a half
     * @param isWanted of kinds
     */
    public static FaultSchedule of(long seed, int count, Duration gap, Predicate<String> isWanted) {
        Random random = new Random(seed);
        Deck deck = new Deck(random, fault -> isWanted.test(fault.kind()));
        List<Planned> faults = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < count; i++) {
            at += (long) (gap.toMillis() * (0.5 + random.nextDouble()));
            faults.add(new Planned(Duration.ofMillis(at), deck.draw()));
        }
        return new FaultSchedule(seed, faults);
    }
}
