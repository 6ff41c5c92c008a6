/*
 * ifd-pinpad: a card reader with keys of its own (PC/SC part 10, FEATURE_VERIFY_PIN_DIRECT), for tests.
 *
 * Why it exists: vpcd's virtual reader has no keys. This driver stands in front of vpcd's, hands every call on to it,
 * and answers itself what is asked of a reader with keys. Written from pcsc-lite's ifdhandler.h and reader.h alone.
 *
 * It promises:
 * - the block by which a PIN is asked for is judged field by field, by nobody who made it; a wrong one is refused
 *   before anything is asked or sent, and the field is named on standard error;
 * - a PIN that was typed goes to the card once, and is printed nowhere;
 * - a card that is taken while somebody types ends the typing.
 *
 * JUNKAI_PINPAD_DRIVER is vpcd's driver. The person at the keys listens on the Unix socket JUNKAI_PINPAD_KEYS: each
 * time a PIN is asked for, one connection is made, "asked" and a line end are sent, and one line is waited for:
 * digits are typed and confirmed, "cancel" is the cancel key, "silence" lets the reader's own time run out,
 * "refuse" is a reader that does not take the block, "mute" one that never answers. With nobody there, time runs out.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <ifdhandler.h>
#include <poll.h>
#include <reader.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define CODE_VERIFY 0x42330006u
#define CODE_PROPERTIES 0x42330012u
#define HEAD 19
#define LOOK_MS 100

static struct {
    __typeof__(IFDHCreateChannelByName) *by_name;
    __typeof__(IFDHCreateChannel) *create;
    __typeof__(IFDHCloseChannel) *close;
    __typeof__(IFDHGetCapabilities) *get;
    __typeof__(IFDHSetCapabilities) *set;
    __typeof__(IFDHSetProtocolParameters) *protocol;
    __typeof__(IFDHPowerICC) *power;
    __typeof__(IFDHTransmitToICC) *transmit;
    __typeof__(IFDHControl) *control;
    __typeof__(IFDHICCPresence) *presence;
} vpcd;

static void *find(void *library, const char *name) {
    void *found = library ? dlsym(library, name) : NULL;
    if (!found) {
        fprintf(stderr, "ifd-pinpad: no %s in vpcd's driver\n", name);
        abort();
    }
    return found;
}

__attribute__((constructor)) static void load(void) {
    const char *path = getenv("JUNKAI_PINPAD_DRIVER");
    void *library = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    *(void **)&vpcd.by_name = find(library, "IFDHCreateChannelByName");
    *(void **)&vpcd.create = find(library, "IFDHCreateChannel");
    *(void **)&vpcd.close = find(library, "IFDHCloseChannel");
    *(void **)&vpcd.get = find(library, "IFDHGetCapabilities");
    *(void **)&vpcd.set = find(library, "IFDHSetCapabilities");
    *(void **)&vpcd.protocol = find(library, "IFDHSetProtocolParameters");
    *(void **)&vpcd.power = find(library, "IFDHPowerICC");
    *(void **)&vpcd.transmit = find(library, "IFDHTransmitToICC");
    *(void **)&vpcd.control = find(library, "IFDHControl");
    *(void **)&vpcd.presence = find(library, "IFDHICCPresence");
}

RESPONSECODE IFDHCreateChannelByName(DWORD lun, LPSTR name) { return vpcd.by_name(lun, name); }

RESPONSECODE IFDHCreateChannel(DWORD lun, DWORD channel) { return vpcd.create(lun, channel); }

RESPONSECODE IFDHCloseChannel(DWORD lun) { return vpcd.close(lun); }

RESPONSECODE IFDHGetCapabilities(DWORD lun, DWORD tag, PDWORD length, PUCHAR value) {
    return vpcd.get(lun, tag, length, value);
}

RESPONSECODE IFDHSetCapabilities(DWORD lun, DWORD tag, DWORD length, PUCHAR value) {
    return vpcd.set(lun, tag, length, value);
}

RESPONSECODE IFDHSetProtocolParameters(DWORD lun, DWORD protocol, UCHAR flags, UCHAR a, UCHAR b, UCHAR c) {
    return vpcd.protocol(lun, protocol, flags, a, b, c);
}

RESPONSECODE IFDHPowerICC(DWORD lun, DWORD action, PUCHAR atr, PDWORD length) {
    return vpcd.power(lun, action, atr, length);
}

RESPONSECODE IFDHTransmitToICC(DWORD lun, SCARD_IO_HEADER send, PUCHAR command, DWORD length, PUCHAR answer,
                               PDWORD answered, PSCARD_IO_HEADER received) {
    return vpcd.transmit(lun, send, command, length, answer, answered, received);
}

RESPONSECODE IFDHICCPresence(DWORD lun) { return vpcd.presence(lun); }

static unsigned little(const unsigned char *bytes, int count) {
    return count ? bytes[0] | little(bytes + 1, count - 1) << 8 : 0;
}

/* The field that is wrong for a PIN of four ASCII digits to a JPKI card, or NULL. */
static const char *judge(const unsigned char *block, DWORD length) {
    const unsigned char *apdu = block + HEAD;
    if (length < HEAD + 9) return "length";
    if (block[0] < 1 || block[0] > 60) return "bTimerOut";
    if (block[1] < 1 || block[1] > 60) return "bTimerOut2";
    if (block[2] != 0x82) return "bmFormatString: bytes, right behind Lc, left justified, ASCII";
    if (block[3] != 0x04) return "bmPINBlockString: no length, a block of four bytes";
    if (block[4] != 0x00) return "bmPINLengthFormat: no length";
    if (little(block + 5, 2) != 0x0404) return "wPINMaxExtraDigit: from four to four digits";
    if (block[7] != 0x02) return "bEntryValidationCondition: the key that confirms";
    if (block[8] != 0x01) return "bNumberMessage: one";
    if (little(block + 9, 2) != 0x0409) return "wLangId: English (United States)";
    if (block[11] != 0x00) return "bMsgIndex: the first";
    if (little(block + 12, 3) != 0) return "bTeoPrologue";
    if (little(block + 15, 4) != length - HEAD) return "ulDataLength";
    if (length != HEAD + 9) return "abData: nine bytes";
    if (apdu[0] != 0x00 || apdu[1] != 0x20 || apdu[2] != 0x00) return "abData: VERIFY";
    if ((apdu[3] & 0xe0) != 0x80) return "abData: a PIN of the application";
    if (apdu[4] != 0x04) return "abData: Lc";
    if (little(apdu + 5, 4) != 0xffffffff) return "abData: places to fill";
    return NULL;
}

static long now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The person at the keys, who learns that a PIN is asked for; -1 when nobody is there. */
static int call_person(void) {
    static const char asked[] = "asked\n";
    const char *path = getenv("JUNKAI_PINPAD_KEYS");
    struct sockaddr_un keys = {.sun_family = AF_UNIX};
    if (!path || strlen(path) >= sizeof keys.sun_path) return -1;
    strcpy(keys.sun_path, path);
    int line = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (line >= 0 && connect(line, (struct sockaddr *)&keys, sizeof keys) == 0 &&
        send(line, asked, sizeof asked - 1, MSG_NOSIGNAL) == sizeof asked - 1)
        return line;
    if (line >= 0) close(line);
    return -1;
}

/* Waits for a line, for the card to go, or for the time; without a line end in `said`: nothing was said. */
static RESPONSECODE listen_to(int line, DWORD lun, int seconds, char *said, size_t room) {
    size_t count = 0;
    long until = now_ms() + seconds * 1000L;
    while (now_ms() < until) {
        struct pollfd wait = {.fd = line, .events = POLLIN};
        if (poll(&wait, line < 0 ? 0 : 1, LOOK_MS) > 0) {
            ssize_t got = read(line, said + count, room - 1 - count);
            if (got <= 0) return IFD_COMMUNICATION_ERROR;
            count += (size_t)got;
            said[count] = '\0';
            if (strchr(said, '\n') || count == room - 1) return IFD_SUCCESS;
        }
        if (vpcd.presence(lun) != IFD_ICC_PRESENT) return IFD_ICC_NOT_PRESENT;
    }
    said[0] = '\0';
    return IFD_SUCCESS;
}

static RESPONSECODE status(unsigned word, PUCHAR answer, LPDWORD answered) {
    answer[0] = (UCHAR)(word >> 8);
    answer[1] = (UCHAR)word;
    *answered = 2;
    return IFD_SUCCESS;
}

/* Four digits into the places of the command, and to the card with it, once. */
static RESPONSECODE send_pin(DWORD lun, const unsigned char *places, const char *digits, PUCHAR answer,
                             DWORD room, LPDWORD answered) {
    unsigned char command[9];
    SCARD_IO_HEADER sent = {.Protocol = 1}, received = {0};
    memcpy(command, places, sizeof command);
    memcpy(command + 5, digits, 4);
    *answered = room;
    RESPONSECODE done = vpcd.transmit(lun, sent, command, sizeof command, answer, answered, &received);
    explicit_bzero(command, sizeof command);
    return done;
}

static RESPONSECODE obey(DWORD lun, const unsigned char *block, char *said, int line, PUCHAR answer, DWORD room,
                         LPDWORD answered) {
    size_t length = strcspn(said, "\n");
    said[length] = '\0';
    if (length == 0 || !strcmp(said, "silence")) return status(0x6400, answer, answered);
    if (!strcmp(said, "cancel")) return status(0x6401, answer, answered);
    if (!strcmp(said, "refuse")) return status(0x6b80, answer, answered);
    if (!strcmp(said, "mute")) {
        char last;
        while (read(line, &last, 1) > 0) continue;
        return IFD_COMMUNICATION_ERROR;
    }
    if (strspn(said, "0123456789") != length) return IFD_COMMUNICATION_ERROR;
    if (length != 4) return status(0x6403, answer, answered);
    return send_pin(lun, block + HEAD, said, answer, room, answered);
}

static RESPONSECODE verify(DWORD lun, const unsigned char *block, DWORD length, PUCHAR answer, DWORD room,
                           LPDWORD answered) {
    const char *wrong = judge(block, length);
    char said[32] = "";
    if (wrong || room < 2) {
        fprintf(stderr, "ifd-pinpad: refused: %s\n", wrong ? wrong : "no room for a status word");
        return IFD_NOT_SUPPORTED;
    }
    int line = call_person();
    RESPONSECODE done = listen_to(line, lun, block[0], said, sizeof said);
    if (done == IFD_SUCCESS) done = obey(lun, block, said, line, answer, room, answered);
    explicit_bzero(said, sizeof said);
    if (line >= 0) close(line);
    return done;
}

/* One entry of the list of features; the code stands high byte first. */
static PUCHAR feature(PUCHAR at, UCHAR tag, unsigned code) {
    const UCHAR entry[] = {tag, 4, (UCHAR)(code >> 24), (UCHAR)(code >> 16), (UCHAR)(code >> 8), (UCHAR)code};
    memcpy(at, entry, sizeof entry);
    return at + sizeof entry;
}

RESPONSECODE IFDHControl(DWORD lun, DWORD code, PUCHAR sent, DWORD length, PUCHAR answer, DWORD room,
                         LPDWORD answered) {
    *answered = 0;
    if (code == CM_IOCTL_GET_FEATURE_REQUEST) {
        if (room < 12) return IFD_ERROR_INSUFFICIENT_BUFFER;
        feature(feature(answer, FEATURE_GET_TLV_PROPERTIES, CODE_PROPERTIES), FEATURE_VERIFY_PIN_DIRECT, CODE_VERIFY);
        *answered = 12;
        return IFD_SUCCESS;
    }
    if (code == CODE_VERIFY) return verify(lun, sent, length, answer, room, answered);
    return vpcd.control(lun, code, sent, length, answer, room, answered);
}
