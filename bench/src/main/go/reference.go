// A second reference for the rows of kept-alive connections: net/http of Go's standard library, which answers the same
// bytes from memory under the same conditions. Started by GoServer: reference ADDRESS BODYFILE, the token in TOKEN.
package main

import (
	"crypto/subtle"
	"log"
	"net/http"
	"os"
	"strconv"
)

func main() {
	body, err := os.ReadFile(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	token := []byte(os.Getenv("TOKEN"))
	length := strconv.Itoa(len(body))
	answer := func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), token) != 1 {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		header := w.Header()
		header.Set("Content-Type", "application/json")
		header.Set("Content-Length", length)
		header.Set("Cache-Control", "no-store")
		header.Set("X-Content-Type-Options", "nosniff")
		w.Write(body)
	}
	log.Fatal(http.ListenAndServe(os.Args[1], http.HandlerFunc(answer)))
}
