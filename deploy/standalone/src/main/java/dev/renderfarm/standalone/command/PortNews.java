package dev.renderfarm.standalone.command;

import dev.renderfarm.standalone.layout.PortMove;
import dev.renderfarm.standalone.layout.Ports;
import java.util.ArrayList;
import java.util.List;

/** What whoever starts the farm has to know of ports that are not those of the last start. */
final class PortNews {

    private static final String COORDINATOR = "coordinator";
    private static final String OLD_LINKS = "Links in files that were downloaded before lead there: download the files"
            + " again, which gives them the new address";

    /** Sentences, none where all is as it was. */
    static List<String> of(Ports ports) {
        List<String> news = new ArrayList<>();
        if (ports.isForgetful()) {
            news.add("ports.json in the data folder could not be read and was written anew, with other ports. Links in"
                    + " files that were downloaded before may be dead: download the files again.");
        }
        ports.moves().forEach(move -> news.add(sentence(move)));
        return news;
    }

    private static String sentence(PortMove move) {
        if (!move.name().equals(COORDINATOR)) {
            return move.name() + " has port " + move.now() + ": another program listens on " + move.before()
                    + ", which it had before.";
        }
        if (move.isWanted()) {
            return "The HTTP API had port " + move.before() + " before. " + OLD_LINKS + ".";
        }
        return "Another program listens on port " + move.before() + ", which the HTTP API had before. " + OLD_LINKS
                + "; or stop that program and start with --port " + move.before() + ".";
    }

    private PortNews() {}
}
