package dev.renderfarm.coordinator.keys;

import dev.renderfarm.common.access.KeySecret;
import dev.renderfarm.common.access.Role;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the first admin in: with the key that the operator gives, or one that is drawn and shown once. */
public final class FirstKey {

    private static final Logger LOG = LoggerFactory.getLogger(FirstKey.class);

    private final KeyRing ring;
    private final KeyDesk desk;
    private final Optional<KeySecret> given;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Consumer<String> show;

    /** @param show tells the secret to whoever runs the farm; never a log */
    public FirstKey(
            KeyRing ring,
            KeyDesk desk,
            Optional<KeySecret> given,
            InstantSource clock,
            RandomGenerator random,
            Consumer<String> show) {
        this.ring = ring;
        this.desk = desk;
        this.given = given;
        this.clock = clock;
        this.random = random;
        this.show = show;
    }

    /** To be called when all keys are read. A given key that was revoked stays so. */
    public void ensure() throws InterruptedException {
        if (given.isPresent()) {
            if (ring.find(given.get().id()).isEmpty()) {
                desk.createFirst(given.get());
                LOG.atInfo().addKeyValue("key", given.get().id()).log("the given key counts from now on");
            }
            return;
        }
        boolean admin = ring.made().stream().anyMatch(key -> key.role() == Role.ADMIN && key.counts(clock.instant()));
        if (!admin) {
            KeySecret drawn = KeySecret.random(random);
            desk.createFirst(drawn);
            show.accept(drawn.text());
        }
    }
}
