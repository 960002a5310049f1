// Command ferretdb is a MongoDB wire server on SQLite files, for machines without a mongod.
//
// It embeds FerretDB as a package because FerretDB's own command cannot be built as a module: it reads build facts that
// only a checkout of its repository holds.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:27017", "host:port to listen on")
	folder := flag.String("folder", "", "folder of the SQLite files, made if missing")
	flag.Parse()

	if err := run(*listen, *folder); err != nil {
		fmt.Fprintln(os.Stderr, "ferretdb:", err)
		os.Exit(1)
	}
}

// run serves until SIGINT or SIGTERM.
func run(listen, folder string) error {
	if folder == "" {
		return fmt.Errorf("-folder is required")
	}
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(absolute, 0o700); err != nil {
		return err
	}

	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: listen},
		Logger:    slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Handler:   "sqlite",
		SQLiteURL: "file:" + absolute + string(filepath.Separator),
	})
	if err != nil {
		return err
	}

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	return server.Run(ctx)
}
