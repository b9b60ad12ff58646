# A client that does what it is told, line by line: "ask", "leave" (a child goes on, this process ends), "become PROGRAM".
use strict;
use IO::Socket::INET;
use IO::Socket::UNIX;

$^F = 1000;    # descriptors live through exec
$| = 1;
my ($where, $token, $nested) = @ARGV;
if ($nested and my $child = fork) {    # somebody has to stay, who keeps the pipes and tells when the child has ended
  waitpid($child, 0);
  print "left\n";
  sleep;
}
my $socket;
if ($where =~ /^fd:(\d+)$/) { open($socket, '+<&=', $1) or die "no descriptor"; }
elsif ($where =~ m{^/}) { $socket = IO::Socket::UNIX->new(Peer => $where) or die "no socket"; }
else { $socket = IO::Socket::INET->new(PeerAddr => $where) or die "no connection"; }

sub command {
  my $line = '';
  while (sysread(STDIN, my $c, 1)) {
    return $line if $c eq "\n";
    $line .= $c;
  }
  exit 0;
}

sub answer {
  syswrite($socket, "GET /v1/credentials/dev HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: $token\r\n\r\n");
  my $answer = '';
  until ($answer =~ /\r\n\r\n/) { sysread($socket, $answer, 1, length $answer) or return 'closed'; }
  my ($length) = $answer =~ /content-length: *(\d+)/i;
  my $body = '';
  while (length $body < $length) { sysread($socket, $body, $length - length $body, length $body) or return 'cut'; }
  my ($status) = $answer =~ m{^HTTP/1.1 (\d+)};
  return $status;
}

sub ask {    # again while the broker says that it does not know yet
  my $status;
  do { $status = answer(); } while ($status eq '503');
  return $status;
}

while (1) {
  my $command = command();
  if ($command eq 'ask') { print ask(), "\n"; }
  elsif ($command eq 'leave') {
    if (fork) { exit 0; }
  }
  elsif ($command =~ /^become (.*)/) { exec($1, $0, 'fd:' . fileno($socket), $token) or die "no program"; }
}
