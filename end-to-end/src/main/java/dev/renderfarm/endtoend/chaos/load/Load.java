package dev.renderfarm.endtoend.chaos.load;

import dev.renderfarm.endtoend.chaos.check.Order;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Several shoppers at once. */
public final class Load {

    private final List<Shopper> shoppers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean shops = true;
    private volatile boolean waits = true;

    /** Begins at once. */
    public Load(List<URI> coordinators, int shoppers, long seed) {
        FarmApi api = new FarmApi(coordinators);
        for (int i = 1; i <= shoppers; i++) {
            Shopper shopper = new Shopper(Integer.toString(i), api, new Random(seed + i), () -> shops, () -> waits);
            Thread thread = new Thread(shopper, "shopper-" + i);
            thread.setDaemon(true);
            thread.start();
            this.shoppers.add(shopper);
            threads.add(thread);
        }
    }

    /** Waits until each shopper has seen the end of what it submitted, at most for so long; then they go home. */
    public void finish(Duration atMost) throws InterruptedException {
        shops = false;
        long end = System.nanoTime() + atMost.toNanos();
        for (Thread thread : threads) {
            thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        waits = false;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    public List<Order> orders() {
        return shoppers.stream().flatMap(shopper -> shopper.orders().stream()).toList();
    }

    /** What the farm has said no to, though there is nothing wrong with it. */
    public List<String> refusals() {
        return shoppers.stream().flatMap(shopper -> shopper.refusals().stream()).toList();
    }
}
