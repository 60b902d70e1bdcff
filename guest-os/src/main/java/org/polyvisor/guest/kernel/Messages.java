package org.polyvisor.guest.kernel;

import org.polyvisor.guest.program.SystemCall;

/** Words that tasks send one another. */
final class Messages {
    /** How many messages may wait for a task. */
    static final int ROOM = 8;

    private Messages() {}

    static int send(int to, int word) {
        if (to < 0 || to >= Task.ALL.length || !Task.ALL[to].alive()) return SystemCall.REFUSED;
        Task receiver = Task.ALL[to];
        if (receiver.state == Task.RECEIVING) {
            receiver.proceed(word);
            return 0;
        }
        if (receiver.messages == ROOM) return SystemCall.FULL;
        receiver.mailbox[(receiver.oldest + receiver.messages) % ROOM] = word;
        receiver.messages++;
        return 0;
    }

    static void receive(Task task) {
        if (task.messages == 0) {
            task.state = Task.RECEIVING;
            return;
        }
        int word = task.mailbox[task.oldest];
        task.oldest = (task.oldest + 1) % ROOM;
        task.messages--;
        task.proceed(word);
    }
}
