package io.kdchain.examples.cli;

import io.kdchain.provenance.ChainLog;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the clock of a log and that of this machine disagree, so that what is on record would silently not count. */
final class WrongClock {
    private WrongClock() {}

    /**
     * A remark in words.
     *
     * @param log a log
     * @param now the present of this machine
     * @param at the moment that was asked for; null means the present. Whoever asks for a moment means what he asks
     */
    static Optional<String> remark(ChainLog log, Instant now, @Nullable String at, boolean chinese) {
        if (at != null || log.size() == 0) {
            return Optional.empty();
        }
        return log.read(log.size() - 1)
                .filter(last -> last.recordedAt().isAfter(now))
                .map(last -> (chinese
                                ? "注意：日志的最后一条记录于 %s，晚于本机当前时间 %s。其后的记录未计入。日志或本机的时钟有误；请校正时钟，或以 --at 指定更晚的时刻。"
                                : "Note: the last entry of the log was recorded at %s, after the present of this machine, %s. What is recorded after that does not count. The clock of the log or of this machine is wrong: set it right, or look with --at at a later moment.")
                        .formatted(last.recordedAt(), now));
    }
}
